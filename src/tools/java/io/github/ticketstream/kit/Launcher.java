package io.github.ticketstream.kit;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The frame of a tool that starts brokers and programs: it prints only its own lines, and leaves nothing behind. */
public final class Launcher {
    /** The tool's work; its lines go to {@code out}. */
    public interface Work {
        /** @return whether all was well */
        boolean run(Consumer<String> out) throws Exception;
    }

    private Launcher() {}

    /**
     * Ends this JVM: 0 if all was well, 1 if not or something could not be started, 2 for an option that can't be used.
     */
    public static void main(Work work) {
        PrintStream screen = silence();
        // After Ctrl-C, too, and in whatever state the work is.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly),
                        "end-processes"));
        int code = 1;
        try {
            code = work.run(line -> {
                        screen.println(line);
                        screen.flush();
                    })
                    ? 0
                    : 1;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            code = 2;
        } catch (Exception e) {
            System.err.println("it came to no good end: " + e);
        }
        System.exit(code);
    }

    /** Call it before anything logs. Returns standard output, to which nobody else writes any more. */
    public static PrintStream silence() {
        // Only the application's warnings, and nothing from Kafka and Camel in this JVM.
        System.setProperty("log4j2.configurationFile", "log4j2-demo.properties");
        PrintStream screen = System.out;
        // Kafka prints to standard output when it formats its disk.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        return screen;
    }
}
