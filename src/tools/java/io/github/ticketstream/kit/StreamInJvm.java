package io.github.ticketstream.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.Wiring;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.Main;

/** The real program in this JVM, wired as {@code main} wires it, against a simulator and a Kafka. */
public final class StreamInJvm implements AutoCloseable {
    private final Map<String, String> settings = new TreeMap<>();
    private final int managementPort = Ports.free();
    private final String name;
    private Function<Supplier<KafkaConfiguration>, KafkaClients> kafkaClients = KafkaClients::new;
    private Map<String, String> environment = Map.of();
    private Clocks clocks = Clocks.system();
    private Main program;

    /** @param name the prefix of the topics, and the transactional id */
    public StreamInJvm(String name, TuyaSimulator tuya, KafkaInJvm kafka) {
        this.name = name;
        with(settings(name, tuya, kafka.bootstrapServers(), managementPort));
    }

    /** Returns the settings of a program with topics and a transactional id of its own. */
    public static Map<String, String> settings(String name, TuyaSimulator tuya, String brokers, int managementPort) {
        return Map.ofEntries(
                Map.entry("tuya.client-id", tuya.clientId()),
                Map.entry("tuya.client-secret", tuya.clientSecret()),
                Map.entry("tuya.base-url", tuya.baseUrl().toString()),
                Map.entry("tuya.requests-per-second", "1000"),
                Map.entry("tickets.poll-period", "300ms"),
                Map.entry("tickets.transactional-id", name),
                Map.entry("tickets.topic", name + ".tickets"),
                Map.entry("tickets.state-topic", name + ".state"),
                Map.entry("tickets.sweep-topic", name + ".sweeps"),
                Map.entry("tickets.dead-letter-topic", name + ".dead-letter"),
                Map.entry("camel.component.kafka.brokers", brokers),
                Map.entry("camel.management.port", Integer.toString(managementPort)));
    }

    public StreamInJvm with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Uses another wall clock than this machine's; the monotonic clock stays. */
    public StreamInJvm withWallClock(Clock wall) {
        clocks = new Clocks(wall, clocks.monotonic());
        return this;
    }

    /** Adds variables of the environment, which is empty otherwise. */
    public StreamInJvm withEnvironment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    public StreamInJvm with(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** Uses other clocks than this machine's, the monotonic one included. */
    public StreamInJvm withClocks(Clocks others) {
        clocks = others;
        return this;
    }

    public StreamInJvm withKafkaClients(Function<Supplier<KafkaConfiguration>, KafkaClients> clients) {
        kafkaClients = clients;
        return this;
    }

    public Settings settings() {
        Properties system = new Properties();
        system.putAll(settings);
        return Settings.load(environment, system, Path.of("no-such-directory"));
    }

    public StreamInJvm start() {
        program = Wiring.program(settings(), clocks, kafkaClients);
        program.start();
        return this;
    }

    public void stop() {
        program.stop();
    }

    public CamelContext camel() {
        return program.getCamelContext();
    }

    public String ticketTopic() {
        return name + ".tickets";
    }

    public String stateTopic() {
        return name + ".state";
    }

    public String sweepTopic() {
        return name + ".sweeps";
    }

    public String deadLetterTopic() {
        return name + ".dead-letter";
    }

    /** Health as the operator sees it; the HTTP status is under {@code http}. */
    public JsonNode health(String which) {
        try {
            HttpResponse<String> response = get("/observe/health" + which);
            JsonNode health = new ObjectMapper().readTree(response.body());
            return ((com.fasterxml.jackson.databind.node.ObjectNode) health).put("http", response.statusCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isReady() {
        return health("/ready").path("http").asInt() == 200;
    }

    /** A sample of the metrics page, by its name and labels; NaN if it is not there. */
    public double metric(String sample) {
        return get("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    public HttpResponse<String> get(String path) {
        return ManagementClient.get(address(path));
    }

    @Override
    public void close() {
        if (program != null) {
            program.stop();
        }
    }
}
