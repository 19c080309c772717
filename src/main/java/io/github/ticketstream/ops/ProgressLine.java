package io.github.ticketstream.ops;

import io.github.ticketstream.process.Clocks;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Tells whoever sits at a terminal, once a second, how far a long sweep is. The cursor is left at the line's beginning: what
 * is logged meanwhile is longer, and takes its place.
 */
public final class ProgressLine {
    /** A sweep that is over sooner has its own line in the log, which is enough. */
    private static final Duration LONG = Duration.ofSeconds(2);

    private final Supplier<Optional<SweepProgress>> underWay;
    private final Clocks clocks;
    private String shown = "";

    /** @param underWay the sweep that is under way, if one is */
    public ProgressLine(Supplier<Optional<SweepProgress>> underWay, Clocks clocks) {
        this.underWay = underWay;
        this.clocks = clocks;
    }

    /** Shows the line that the program has in its registry. Neither a pipe nor a log of JSON objects has a place for it. */
    public static void showOnTerminal(Main program) {
        if (isTerminal(System.console()) && !"json".equals(System.getProperty("log.format"))) {
            program.addMainListener(new MainListenerSupport() {
                @Override
                public void afterStart(BaseMainSupport main) {
                    CamelContext camel = main.getCamelContext();
                    camel.getRegistry().findSingleByType(ProgressLine.class).start(camel);
                }
            });
        }
    }

    /** Up to JDK 21 there is only a console where there is a terminal; later ones have one everywhere, which says whether it is one. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private void start(CamelContext camel) {
        // Until Camel shuts its threads down.
        ScheduledFuture<?> unused = camel.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "progress-line")
                .scheduleAtFixedRate(() -> show(System.out), 1, 1, TimeUnit.SECONDS);
    }

    /** Writes the line anew, or erases it when the sweep is over. */
    void show(PrintStream terminal) {
        String line = underWay.get()
                .map(progress -> line(progress, clocks.since(progress.startedAt())))
                .orElse("");
        if (!line.isEmpty() || !shown.isEmpty()) {
            terminal.print(line + " ".repeat(Math.max(0, shown.length() - line.length())) + "\r");
            terminal.flush();
        }
        shown = line;
    }

    /** Empty as long as the sweep is no long one. What the API does not give is left out. */
    static String line(SweepProgress sweep, Duration soFar) {
        if (soFar.compareTo(LONG) < 0) {
            return "";
        }
        OptionalLong expected = sweep.expectedPages();
        if (expected.isEmpty()) {
            return "sweep: " + sweep.pages() + " pages, " + sweep.fetched() + " tickets";
        }
        String line = "sweep: " + sweep.pages() + " of " + expected.getAsLong() + " pages, " + sweep.fetched() + " of "
                + sweep.total() + " tickets";
        return line
                + sweep.timeLeft(soFar)
                        .filter(left -> !left.isZero())
                        .map(left -> ", " + inWords(left) + " left")
                        .orElse("");
    }

    private static String inWords(Duration time) {
        if (time.toMinutes() < 2) {
            return time.toSeconds() + " s";
        }
        return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
