package io.github.ticketstream.process;

import java.time.Duration;
import org.apache.camel.main.Main;
import org.apache.logging.log4j.LogManager;

/**
 * Ends the program on SIGTERM and SIGINT: Camel stops, the page in hand is finished or aborted, and the exit code is 0.
 * It does not wait for a network or a log that hangs: records without a commit count as never sent.
 */
public final class StopWithinSeconds extends Thread {
    private static final Duration FOR_CAMEL = Duration.ofSeconds(8);
    private static final Duration FOR_THE_LOG = Duration.ofSeconds(1);

    private volatile Main program;

    public StopWithinSeconds() {
        super("stop");
    }

    public void stops(Main started) {
        program = started;
    }

    @Override
    public void run() {
        Main started = program;
        if (started != null) {
            within(FOR_CAMEL, "stop-camel", started::stop);
        }
        halt(0, null);
    }

    /**
     * Ends the process with the last lines of the log, or without them if nobody reads them. Without it the exit code
     * after a signal would be 128 + its number, and the shutdown hook would make every other one 0.
     *
     * @param error for standard error; null for none
     */
    public static void halt(int exitCode, String error) {
        if (error != null) {
            within(FOR_THE_LOG, "last-line", () -> System.err.println(error));
        }
        // Its own hook is switched off: it would race with this one, and the last lines would be lost.
        within(FOR_THE_LOG, "stop-log", LogManager::shutdown);
        Runtime.getRuntime().halt(exitCode);
    }

    private static void within(Duration patience, String name, Runnable step) {
        Thread thread = new Thread(step, name);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
