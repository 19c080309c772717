package io.github.ticketstream.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.camel.util.FileUtil;

/**
 * Lets everything go wrong and proves that nothing is lost and nothing comes twice: {@code mvn -q -DskipTests package
 * exec:java@crash-kit -Dchaos.faults=500 -Dchaos.seed=1}. {@link CrashSettings}
 * has all options. Exit codes: 0 if the promise held, 1 if it did not or something could not be started, 2 for an option
 * that can't be used.
 */
public final class CrashKit {
    private CrashKit() {}

    public static void main(String[] args) {
        // Before anything logs: nothing of Kafka's clients in this JVM, which lose their brokers all the time.
        System.setProperty("log4j2.configurationFile", "log4j2-demo.properties");
        PrintStream screen = System.out;
        // Kafka tells standard output how it formats its disk.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        // After Ctrl-C, too, and in whatever state the run is.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly),
                        "end-processes"));
        int code;
        try {
            code = run(CrashSettings.from(System.getProperties()), Path.of("target"), line -> {
                        screen.println(line);
                        screen.flush();
                    })
                    ? 0
                    : 1;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            code = 2;
        }
        System.exit(code);
    }

    /** Whether the promise held. */
    static boolean run(CrashSettings settings, Path parent, Consumer<String> out) {
        Path directory = parent.resolve("chaos-" + settings.seed()).toAbsolutePath();
        FileUtil.removeDir(directory.toFile());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LogFile history = new LogFile(directory.resolve("history.txt"));
        Consumer<String> told = line -> {
            out.accept(line);
            history.write(line);
        };
        boolean held = false;
        try (CrashRun run = new CrashRun(settings, directory, told)) {
            ResultTable table = run.run();
            table.lines().forEach(told);
            held = table.held();
        } catch (Exception e) {
            told.accept("the run ended early: " + e);
            for (StackTraceElement frame : e.getStackTrace()) {
                history.write("    " + frame);
            }
        }
        if (held) {
            FileUtil.removeDir(directory.toFile());
        } else {
            out.accept("history and logs are in " + directory);
        }
        return held;
    }
}
