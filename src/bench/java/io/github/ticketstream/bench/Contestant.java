package io.github.ticketstream.bench;

import io.github.ticketstream.bench.contestant.RawLoop;
import io.github.ticketstream.kit.JavaProcess;
import java.nio.file.Path;
import java.util.List;

/** The programs to measure. All start alike: the same flags, the same environment. */
enum Contestant {
    /** The practical limit. */
    RAW("raw"),
    /** Raw once more: the difference between two runs of one program is the noise. */
    RAW_AGAIN("raw-again"),
    /** The packaged program. */
    OURS("ours");

    private static final Path JAR = Path.of("target", "tuya-ticket-stream.jar").toAbsolutePath();

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

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
