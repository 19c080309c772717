package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.ServedVersion;
import io.github.ticketstream.simulator.SimulatorBuilder;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The program against a simulator and the shared broker. Each test has topics of its own; what it opens by these methods is
 * closed at its end, the last one first.
 */
abstract class StreamIT {
    static final Map<String, String> COMPACT = Map.of("cleanup.policy", "compact");

    static {
        // A call to Kafka that meets a topic's deletion is given up after 10 s; what is awaited may come behind it, on a
        // machine that has much else to do.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(90));
    }

    final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, Subscriber> subscribers = new HashMap<>();
    TuyaSimulator tuya;
    /** The one that was started last. */
    StreamInJvm stream;

    @BeforeEach
    void startTuya() {
        startTuya(TuyaSimulator.builder());
    }

    /** Instead of the one that was there. */
    void startTuya(SimulatorBuilder builder) {
        if (tuya != null) {
            tuya.close();
        }
        tuya = builder.start();
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        tuya.close();
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** Of the JVM, as long as the test runs. */
    void setSystemProperty(String key, String value) {
        System.setProperty(key, value);
        closing(() -> System.clearProperty(key));
    }

    KafkaInJvm kafka() {
        return KafkaInJvm.shared();
    }

    /** Not started yet. */
    StreamInJvm stream(String... keysAndValues) {
        return with(closing(new StreamInJvm(name, tuya, kafka())), keysAndValues);
    }

    static StreamInJvm with(StreamInJvm built, String... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            built.with(keysAndValues[i], keysAndValues[i + 1]);
        }
        return built;
    }

    StreamInJvm start(String... keysAndValues) {
        return start(stream(keysAndValues));
    }

    StreamInJvm start(StreamInJvm built) {
        stream = built.start();
        return stream;
    }

    StreamInJvm startReady(String... keysAndValues) {
        return startReady(stream(keysAndValues));
    }

    StreamInJvm startReady(StreamInJvm built) {
        start(built);
        awaitReady();
        return built;
    }

    /** As SIGTERM does it. */
    void stop() {
        stream.close();
    }

    void restart(String... keysAndValues) {
        stop();
        startReady(keysAndValues);
    }

    /** From the beginning of this topic. */
    Subscriber subscriber(String topic) {
        return subscribers.computeIfAbsent(topic, missing -> closing(new Subscriber(kafka(), topic)));
    }

    Subscriber tickets() {
        return subscriber(name + ".tickets");
    }

    Subscriber state() {
        return subscriber(name + ".state");
    }

    Subscriber sweepRecords() {
        return subscriber(name + ".sweeps");
    }

    Subscriber deadLetters() {
        return subscriber(name + ".dead-letter");
    }

    /** Of one key, once nobody's transaction holds them back. */
    static List<ConsumerRecord<String, String>> records(Subscriber topic, String key) {
        return topic.recordsToEnd().stream()
                .filter(record -> record.key().equals(key))
                .toList();
    }

    List<String> disappeared() {
        return tickets().recordsToEnd().stream()
                .filter(record -> header(record, "ce_type").contains("disappeared"))
                .map(ConsumerRecord::key)
                .toList();
    }

    void awaitReady() {
        awaitReady(stream);
    }

    void awaitReady(StreamInJvm which) {
        await().until(which::isReady);
    }

    void awaitNextSweep() {
        awaitNextSweep(stream);
    }

    /** A sweep that begins after this call has ended completely. */
    void awaitNextSweep(StreamInJvm which) {
        double before = completeSweeps(which);
        await().until(() -> completeSweeps(which) >= before + 2);
    }

    double completeSweeps() {
        return completeSweeps(stream);
    }

    double completeSweeps(StreamInJvm which) {
        return sweeps(which, "complete");
    }

    double sweeps(String outcome) {
        return sweeps(stream, outcome);
    }

    double sweeps(StreamInJvm which, String outcome) {
        return which.metric("tickets_sweeps_total{outcome=\"" + outcome + "\"}");
    }

    /** What the operator reads of readiness. */
    String readiness() {
        return readiness(stream);
    }

    String readiness(StreamInJvm which) {
        return which.health("/ready").toString();
    }

    void awaitHealth(String... parts) {
        await().untilAsserted(() -> assertThat(readiness()).contains(parts));
    }

    /** Of a command with these settings, in JSON. */
    static CommandRun report(StreamInJvm settings, String... words) {
        String[] json = Arrays.copyOf(words, words.length + 1);
        json[words.length] = "--json";
        return CommandRun.of(settings::settings, json);
    }

    List<String> served() {
        return tuya.log().versions().stream().map(StreamIT::id).toList();
    }

    static String id(ServedVersion version) {
        return version.ticketNo() + "@" + version.updateTime();
    }

    void write(String topic, String key, String value) {
        write(new ProducerRecord<>(topic, key, value));
    }

    void write(ProducerRecord<String, String> record) {
        try (KafkaProducer<String, String> producer = kafka().producer()) {
            done(producer.send(record));
        }
    }

    void create(String topic, Map<String, String> config) {
        create(new NewTopic(topic, 1, (short) 1).configs(config));
    }

    void create(NewTopic topic) {
        try (Admin admin = kafka().admin()) {
            done(admin.createTopics(List.of(topic)).all());
        }
    }

    void delete(String topic) {
        try (Admin admin = kafka().admin()) {
            done(admin.deleteTopics(List.of(topic)).all());
        }
    }

    void growTo(int partitions, String topic) {
        try (Admin admin = kafka().admin()) {
            done(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all());
        }
    }

    void alter(String topic, Map<String, String> config) {
        List<AlterConfigOp> changes = config.entrySet().stream()
                .map(entry -> new AlterConfigOp(
                        new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = kafka().admin()) {
            done(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
        }
    }

    Set<String> topicsThere() {
        try (Admin admin = kafka().admin()) {
            return done(admin.listTopics().names());
        }
    }

    /** What Kafka answered. */
    static <T> T done(Future<T> call) {
        try {
            return call.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
