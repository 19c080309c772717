package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.camel.util.FileUtil;

/**
 * Makes everything go wrong, and proves that nothing is lost and nothing comes twice: {@code mvn -q -DskipTests package
 * exec:java@crash-kit -Dchaos.faults=500 -Dchaos.seed=1}. {@link CrashSettings} has all options. Exit codes: 0 if the
 * promise held, 1 if it did not or something could not be started, 2 for an option that can't be used.
 */
public final class CrashKit {
    private CrashKit() {}

    public static void main(String[] args) {
        Launcher.main(out -> run(CrashSettings.from(System.getProperties()), Path.of("target"), out));
    }

    static boolean run(CrashSettings settings, Path parent, Consumer<String> out) throws IOException {
        Path directory = parent.resolve("chaos-" + settings.seed()).toAbsolutePath();
        FileUtil.removeDir(directory.toFile());
        Files.createDirectories(directory);
        LogFile history = new LogFile(directory.resolve("history.txt"));
        Consumer<String> both = out.andThen(history::write);
        boolean held = false;
        try (CrashRun run = new CrashRun(settings, directory, both)) {
            held = run.run();
        } catch (Exception e) {
            both.accept("the run ended early: " + e);
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
