package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.packaging.PackagedProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** The packaged program as a process, which is started again and again. */
final class Replica implements AutoCloseable {
    private static final Pattern OF_INTEREST = Pattern.compile(" - (sweep |active: |not active |standby: )");
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final PackagedProgram program;
    private final Progress progress;
    private final LogFile log;
    private JavaProcess process;
    private int life;

    Replica(String name, PackagedProgram program, Progress progress, LogFile log) {
        this.name = name;
        this.program = program;
        this.progress = progress;
        this.log = log;
    }

    void start() {
        int thisLife = ++life;
        log.write("--- start " + thisLife);
        AtomicBoolean silent = new AtomicBoolean(true);
        process = program.start(
                line -> {
                    log.write(line);
                    if (silent.getAndSet(false) || OF_INTEREST.matcher(line).find()) {
                        progress.add(new Progress.Line(this, thisLife, line, System.nanoTime()));
                    }
                },
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1");
    }

    int life() {
        return life;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    void kill() {
        process.kill().exitCode(STOP_PATIENCE);
        log.write("--- killed");
    }

    /**
     * SIGTERM.
     *
     * @throws IllegalStateException if it does not end in time, or not with 0
     */
    void stop() {
        int code = process.terminate().exitCode(STOP_PATIENCE);
        log.write("--- ended with " + code);
        if (code != 0) {
            throw new IllegalStateException(name + " ended with " + code + " after SIGTERM");
        }
    }

    /** @param signal such as {@code -STOP} */
    void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            if (kill.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("kill " + signal + " of " + name);
            }
            log.write("--- " + signal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
