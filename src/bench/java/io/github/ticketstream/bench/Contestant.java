package io.github.ticketstream.bench;

import io.github.ticketstream.bench.contestant.RawLoop;
import io.github.ticketstream.kit.JavaProcess;
import java.nio.file.Path;
import java.util.List;

/** Who is measured. All are started alike: the same flags, the same environment. */
enum Contestant {
    /** The practical limit. */
    RAW("raw"),
    /** The same once more: how far apart two runs of one thing are is the noise. */
    RAW_AGAIN("raw-again"),
    /** The packaged program. */
    OURS("ours");

    private static final Path JAR = Path.of("target", "tuya-ticket-stream.jar").toAbsolutePath();

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    /** What follows {@code java} and the flags. */
    List<String> arguments() {
        return this == OURS
                ? List.of("-jar", JAR.toString())
                : List.of("-cp", JavaProcess.classPathOfTests(), RawLoop.class.getName());
    }

    @Override
    public String toString() {
        return label;
    }
}
