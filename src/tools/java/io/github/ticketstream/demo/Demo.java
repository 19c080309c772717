package io.github.ticketstream.demo;

import io.github.ticketstream.kit.Launcher;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs everything in one process until Ctrl-C or for {@code -Ddemo.seconds}, and then prints whether the promise held.
 * Exit codes: 0 if it held, 1 if it did not or something could not be started, 2 for a property that can't be used.
 */
public final class Demo {
    /** The time from Ctrl-C to the summary: one sweep and one shutdown on a slow machine. */
    private static final int MAX_SECONDS_TO_FINISH = 90;

    private static volatile DemoRun run;

    private Demo() {}

    public static void main(String[] args) {
        Launcher.silence();
        try {
            DemoSettings settings = DemoSettings.from(System.getProperties());
            Runtime.getRuntime().addShutdownHook(new Thread(Demo::finish, "finish-demo"));
            run = new DemoRun(settings, Screen.ofProcess());
            if (settings.length().isPresent()) {
                TimeUnit.MILLISECONDS.sleep(settings.length().get().toMillis());
                System.exit(0);
            }
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException e) {
            fail(2, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(1, "the demo could not start: " + e);
        }
    }

    /** Ends the demo as a shutdown hook, after Ctrl-C and after the last second; only it decides the exit code. */
    private static void finish() {
        FutureTask<Boolean> finishing = new FutureTask<>(() -> run == null || run.finish());
        Thread thread = new Thread(finishing, "finish-run");
        thread.setDaemon(true);
        thread.start();
        int exitCode = 1;
        try {
            exitCode = finishing.get(MAX_SECONDS_TO_FINISH, TimeUnit.SECONDS) ? 0 : 1;
        } catch (TimeoutException e) {
            System.err.println("the demo did not come to an end within " + MAX_SECONDS_TO_FINISH + " s");
        } catch (ExecutionException e) {
            System.err.println("the demo came to no good end: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private static void fail(int exitCode, String line) {
        System.err.println(line);
        Runtime.getRuntime().halt(exitCode);
    }
}
