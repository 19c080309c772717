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
    private static final Duration FOR_THE_LOG = Duration.ofMillis(500);

    private volatile Main program;

    public StopWithinSeconds() {
        super("stop");
    }

    public void stops(Main started) {
        program = started;
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        Main started = program;
        if (started != null) {
            within(FOR_CAMEL, "stop-camel", started::stop);
        }
        // Its own hook is switched off: it would race with this one, and the last lines would be lost.
        within(FOR_THE_LOG, "stop-log", LogManager::shutdown);
        StandardOutput.drain(FOR_CAMEL.plus(FOR_THE_LOG).minusNanos(System.nanoTime() - begin));
        // Without it, the exit code after a signal would be 128 + its number.
        Runtime.getRuntime().halt(0);
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
