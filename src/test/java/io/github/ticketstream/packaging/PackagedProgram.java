package io.github.ticketstream.packaging;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The packaged jar as an operator runs it: settings from the environment, a working directory of its own. */
final class PackagedProgram {
    private final Path directory;
    private final int managementPort = freePort();
    private final Map<String, String> environment = new TreeMap<>();

    PackagedProgram(String name, Path directory, TuyaSimulator tuya, KafkaInJvm kafka) {
        this.directory = directory;
        with("TUYA_CLIENT_ID", tuya.clientId());
        with("TUYA_CLIENT_SECRET", tuya.clientSecret());
        with("TUYA_BASE_URL", tuya.baseUrl().toString());
        with("TUYA_REQUESTS_PER_SECOND", "1000");
        with("TUYA_CONCURRENT_REQUESTS", "1");
        with("TICKETS_POLL_PERIOD", "500ms");
        with("TICKETS_TOPIC", name + ".tickets");
        with("TICKETS_STATE_TOPIC", name + ".state");
        with("TICKETS_SWEEP_TOPIC", name + ".sweeps");
        with("TICKETS_DEAD_LETTER_TOPIC", name + ".dead-letter");
        with("TICKETS_TRANSACTIONAL_ID", name);
        with("CAMEL_COMPONENT_KAFKA_BROKERS", kafka.bootstrapServers());
        with("CAMEL_MANAGEMENT_PORT", Integer.toString(managementPort));
    }

    private void with(String variable, String value) {
        environment.put(variable, value);
    }

    JavaProcess start(String... properties) {
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.addAll(List.of(
                "-Xmx256m",
                "-jar",
                Path.of("target", "tuya-ticket-stream.jar").toAbsolutePath().toString()));
        return JavaProcess.start(directory, environment, arguments);
    }

    int managementPort() {
        return managementPort;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
