package io.github.ticketstream.packaging;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The packaged jar as an operator runs it: settings from the environment, a working directory of its own. */
public final class PackagedProgram {
    private static final Path JAR = Path.of("target", "tuya-ticket-stream.jar").toAbsolutePath();

    private final Path directory;
    private final int managementPort = Ports.free();
    private final Map<String, String> environment = new TreeMap<>();

    PackagedProgram(String name, Path directory, TuyaSimulator tuya, KafkaInJvm kafka) {
        this(name, directory, tuya, kafka.bootstrapServers());
    }

    /**
     * Not started yet.
     *
     * @param name prefix of the topics, and the transactional id
     */
    public PackagedProgram(String name, Path directory, TuyaSimulator tuya, String bootstrapServers) {
        this.directory = directory;
        with(StreamInJvm.settings(name, tuya, bootstrapServers, managementPort));
        with("TUYA_CONCURRENT_REQUESTS", "1").with("TICKETS_POLL_PERIOD", "500ms");
    }

    public PackagedProgram with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** @param settings by their keys; the environment spells them in its own way */
    PackagedProgram with(Map<String, String> settings) {
        settings.forEach((key, value) ->
                with(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        return this;
    }

    PackagedProgram without(String variable) {
        environment.remove(variable);
        return this;
    }

    JavaProcess start(String... options) {
        return start(line -> {}, options);
    }

    JavaProcess command(String... words) {
        List<String> arguments = arguments();
        arguments.addAll(List.of(words));
        return JavaProcess.start(directory, environment, arguments);
    }

    /** @param listener takes every line of its output */
    public JavaProcess start(Consumer<String> listener, String... options) {
        return JavaProcess.start(directory, environment, arguments(options), listener);
    }

    /** @param words all that follow {@code java} on the command line */
    JavaProcess startAsTyped(List<String> words) {
        return JavaProcess.start(directory, environment, words);
    }

    JavaProcess startUnread(String... options) {
        return JavaProcess.startUnread(directory, environment, arguments(options));
    }

    /** @param program gets the whole command line */
    JavaProcess startUnder(List<String> program) {
        return JavaProcess.startUnder(program, directory, environment, arguments());
    }

    /** Starts it by the script of an unpacked archive, in the archive's directory. */
    JavaProcess startBy(Path script, String... words) {
        return JavaProcess.startBy(script, directory, environment, words);
    }

    private static List<String> arguments(String... options) {
        List<String> arguments = new ArrayList<>(List.of("-Xmx256m"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-jar", JAR.toString()));
        return arguments;
    }

    int managementPort() {
        return managementPort;
    }
}
