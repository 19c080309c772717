package io.github.ticketstream.bench;

import io.github.ticketstream.bench.contestant.BareFetch;
import io.github.ticketstream.bench.contestant.RawLoop;
import io.github.ticketstream.bench.contestant.TextbookRoute;
import io.github.ticketstream.kit.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Who is measured. All are started alike: the same flags, the same environment. */
enum Contestant {
    /** The API alone: fetches all pages, reads none, publishes nothing. */
    API_ALONE("api-alone"),
    /** The practical limit. */
    RAW("raw"),
    /** The same once more: how far apart two runs of one thing are is the noise. */
    RAW_AGAIN("raw-again"),
    /** The route that is usually written; it remembers a ticket before it is published, and may lose one. */
    TEXTBOOK_EAGER("textbook"),
    /** The same; it remembers a ticket after it was published, and may publish one twice. */
    TEXTBOOK_LAZY("textbook-not-eager"),
    /** The packaged program. */
    OURS("ours");

    private static final Path JAR = Path.of("target", "tuya-ticket-stream.jar").toAbsolutePath();

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    /** What follows {@code java} and the flags. */
    List<String> arguments() {
        return switch (this) {
            case API_ALONE -> ofTests(BareFetch.class);
            case RAW, RAW_AGAIN -> ofTests(RawLoop.class);
            case TEXTBOOK_EAGER -> ofTests(TextbookRoute.class, "eager");
            case TEXTBOOK_LAZY -> ofTests(TextbookRoute.class, "not-eager");
            case OURS -> List.of("-jar", JAR.toString());
        };
    }

    private static List<String> ofTests(Class<?> main, String... arguments) {
        return Stream.concat(Stream.of("-cp", JavaProcess.classPathOfTests(), main.getName()), Stream.of(arguments))
                .toList();
    }

    /** Whether it publishes tickets at all. */
    boolean publishes() {
        return this != API_ALONE;
    }

    /** Whether it writes the sweep topic. */
    boolean tellsSweeps() {
        return publishes() && !isTextbook();
    }

    boolean isTextbook() {
        return this == TEXTBOOK_EAGER || this == TEXTBOOK_LAZY;
    }

    @Override
    public String toString() {
        return label;
    }
}
