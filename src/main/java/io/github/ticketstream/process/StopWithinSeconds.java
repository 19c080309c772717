package io.github.ticketstream.process;

import org.apache.camel.main.Main;
import org.apache.logging.log4j.LogManager;

/**
 * Ends the program on SIGTERM and SIGINT: Camel stops, the page in hand is finished or aborted, and the exit code is 0. If
 * something hangs, a network most likely, it is left hanging: what was not committed is as if it had not been sent.
 */
public final class StopWithinSeconds extends Thread {
    private static final int PATIENCE_MILLIS = 9_000;

    private volatile Main program;

    public StopWithinSeconds() {
        super("stop");
    }

    /** What is to be stopped; before, nothing is. */
    public void stops(Main started) {
        program = started;
    }

    @Override
    public void run() {
        Thread stopping = new Thread(this::stopProgram, "stop-camel");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Its own hook is switched off: it would race with this one, and the last lines would be lost.
        LogManager.shutdown();
        // Without it, the exit code after a signal would be 128 + its number.
        Runtime.getRuntime().halt(0);
    }

    private void stopProgram() {
        Main started = program;
        if (started != null) {
            started.stop();
        }
    }
}
