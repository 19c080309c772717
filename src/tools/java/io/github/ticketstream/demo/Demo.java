package io.github.ticketstream.demo;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs everything in one process until Ctrl-C or for {@code -Ddemo.seconds}, and then tells whether the promise held.
 * Exit codes: 0 if it held, 1 if it did not or something could not be started, 2 for a property that can't be used.
 */
public final class Demo {
    /** From Ctrl-C to the summary: one sweep, one shutdown, with room for a slow machine. */
    private static final int MAX_SECONDS_TO_FINISH = 90;

    private static final CountDownLatch FOREVER = new CountDownLatch(1);

    private static volatile DemoRun run;

    private Demo() {}

    public static void main(String[] args) {
        // Before anything logs: the application's warnings, and nothing of Kafka's and Camel's life in this JVM.
        System.setProperty("log4j2.configurationFile", "log4j2-demo.properties");
        // Kafka tells standard output how it formats its disk.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            run(DemoSettings.from(System.getProperties()));
        } catch (IllegalArgumentException e) {
            fail(2, e.getMessage());
        }
    }

    private static void run(DemoSettings settings) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Demo::finish, "finish-demo"));
            run = new DemoRun(settings, Screen.ofProcess());
            if (settings.length().isPresent()) {
                FOREVER.await(settings.length().get().toMillis(), TimeUnit.MILLISECONDS);
            } else {
                FOREVER.await();
            }
            System.exit(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(1, "the demo could not start: " + e);
        }
    }

    /** The shutdown hook, after Ctrl-C as after the last second: it alone decides the exit code. */
    private static void finish() {
        int[] exitCode = {1};
        Thread finishing = new Thread(() -> exitCode[0] = held() ? 0 : 1, "finish-run");
        finishing.setDaemon(true);
        finishing.start();
        try {
            finishing.join(TimeUnit.SECONDS.toMillis(MAX_SECONDS_TO_FINISH));
            if (finishing.isAlive()) {
                System.err.println("the demo did not come to an end within " + MAX_SECONDS_TO_FINISH + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode[0]);
    }

    private static boolean held() {
        try {
            return run == null || run.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void fail(int exitCode, String line) {
        System.err.println(line);
        Runtime.getRuntime().halt(exitCode);
    }
}
