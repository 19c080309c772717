package io.github.ticketstream.bench;

import io.github.ticketstream.kit.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the inner steps that run most often with JMH: signing a request, reading a ticket that has not changed, and
 * learning what one says. {@code mvn -q test-compile exec:java@hot-steps}. {@code gc.alloc.rate.norm} is what one of them
 * allocates, in bytes.
 *
 * <p>Options are JMH's, such as {@code -Dexec.args="-f 1 -wi 2 -i 3"}.
 */
public final class HotSteps {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private HotSteps() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out::println));
    }

    /** In a JVM of its own: JMH starts more of them, by the class path of the one that it runs in. */
    static int run(List<String> options, Consumer<String> printer) {
        List<String> command = new ArrayList<>(List.of(
                "-Dlog4j2.configurationFile=log4j2-test.properties",
                "-cp",
                JavaProcess.classPathOfTests(),
                "org.openjdk.jmh.Main",
                "(Signing|Filter|Content)Benchmark",
                "-prof",
                "gc"));
        command.addAll(options);
        try (JavaProcess jmh = JavaProcess.start(Path.of(""), Map.of(), command, printer)) {
            return jmh.exitCode(PATIENCE);
        }
    }
}
