package io.github.ticketstream.kit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine, which is run to its end. */
public final class Tool {
    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    /**
     * Looks it up. If it is missing, the test is aborted, and fails where CI is set.
     *
     * @param install the command that brings it
     */
    public static Tool require(String name, String install) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Tool::new)
                .orElseGet(() -> missing(name + " is not installed: " + install));
    }

    /** A program that comes with this JDK. */
    static Tool ofJdk(String name) {
        return new Tool(Path.of(System.getProperty("java.home"), "bin", name));
    }

    /** Returns its path. */
    public Path path() {
        return program;
    }

    private static Tool missing(String message) {
        return System.getenv("CI") == null ? abort(message) : fail(message);
    }

    /** The result of a run. */
    public record Result(int exitCode, String output) {}

    /**
     * Runs it to its end, and joins standard error with standard output.
     *
     * @param environment beside the variables of this process
     */
    public Result run(Path directory, Duration patience, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("tool", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return ended ? new Result(process.exitValue(), text) : fail(command + " does not end: " + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
