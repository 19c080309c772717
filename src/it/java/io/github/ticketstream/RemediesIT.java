package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.kit.Tool;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.admin.ConfigCommand;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's own remedies for what is wrong on the side of Kafka: each is carried out as it is named, and looked at again. */
@Tag("proof")
final class RemediesIT extends StreamIT {
    private static final Pattern CONFIG_COMMAND = Pattern.compile("kafka-configs\\.sh (--bootstrap-server \\S+ --alter \\S.*?"
            + "--add-config [\\w.-]+=[\\w,.-]+)");
    private static final Pattern CREATE_COMMAND =
            Pattern.compile("kafka-topics\\.sh --bootstrap-server \\S+ --create --topic (\\S+) --partitions (\\d+)"
                    + "((?: --config [\\w.-]+=[\\w,.-]+)*)");

    private static KafkaInJvm broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = KafkaInJvm.start(Map.of(
                "log.retention.check.interval.ms", "200",
                "log.initial.task.delay.ms", "100",
                "log.cleaner.backoff.ms", "200"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Override
    KafkaInJvm kafka() {
        return broker;
    }

    @Test
    void aStateTopicThatWasGivenDeleteForAWhileAsksForItsMarksEvenAfterItsPolicyIsSetRight() throws Exception {
        tuya.tickets().addGenerated(20, 1);
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            letRetentionTakeTheMarks(stream);

            awaitToldWith(stream, "has cleanup.policy=delete: it would forget what is published");
            carryOut(remedy(stream));

            awaitToldWith(stream, "has lost its oldest records");
            assertThat(subscriber.recordsToEnd()).hasSize(20);
        }
        try (StreamInJvm again = stream().start();
                Subscriber subscriber = subscriber(again)) {
            awaitToldWith(again, "has lost its oldest records");
            assertThat(remedy(again)).contains("rebuild the marks", "'Loss of the state topic'");

            run("Rebuild the marks", again);
            awaitReady(again);
            tuya.tickets().update(tuya.tickets().snapshot().get(3).ticketNo());
            awaitNextSweep(again);

            assertThat(subscriber.versions()).hasSize(21).doesNotHaveDuplicates();
        }
        try (StreamInJvm restarted = stream().start();
                Subscriber subscriber = subscriber(restarted)) {
            awaitReady(restarted);
            assertThat(subscriber.versions()).hasSize(21).doesNotHaveDuplicates();
        }
    }

    @Test
    void aStreamThatSkippedAtFirstAndLostItsMarksBeginsAnewWithoutPublishingWhatWasThere() throws Exception {
        tuya.tickets().addGenerated(20, 1);
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            letRetentionTakeTheMarks(stream);
            awaitToldWith(stream, "has cleanup.policy=delete");
            carryOut(remedy(stream));
            awaitToldWith(stream, "has lost its oldest records");

            run("Or begin anew", stream);
            awaitReady(stream);
            awaitNextSweep(stream);
            assertThat(subscriber.recordsToEnd()).isEmpty();

            tuya.tickets().add("N1", 5_000);
            awaitNextSweep(stream);
            assertThat(subscriber.versions()).containsExactly("N1@5000");
        }
    }

    /** What first runs have found is in no sweep record yet. */
    @Test
    void aFirstRunThatLosesItsStateTopicGoesOnWhenItIsToldTo() throws Exception {
        tuya.tickets().addGenerated(60, 1);
        tuya.faults().always(Calls.page(2), Fault.apiError(1100, "param is empty"));
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            await().until(() -> stream.metric("tickets_tracked") == 50);
            try (Admin admin = kafka().admin()) {
                admin.deleteTopics(List.of(stream.stateTopic())).all().get();
            }
            awaitToldWith(stream, "was deleted and recreated");
            assertThat(subscriber.records()).hasSize(50);

            run("Or begin anew", stream);
            // As long as page 2 can't be had, the list is not walked again.
            tuya.faults().clear();

            await().untilAsserted(() -> assertThat(subscriber.records()).hasSize(110));
        }
    }

    @Test
    void marksThatTombstonesTookAwayArePublishedAgainAlsoWhenCompactionTookTheTombstones() throws Exception {
        tuya.tickets().addGenerated(5, 1);
        String state;
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
            state = stream.stateTopic();
        }
        alter(
                state,
                Map.of("segment.ms", "50", "min.cleanable.dirty.ratio", "0.001", "delete.retention.ms", "0"));
        for (var ticket : tuya.tickets().snapshot()) {
            write(state, ticket.ticketNo(), null);
        }
        await().until(() -> {
            // Closes the segment before it.
            write(state, "stream/of-a-later-program", "1");
            return keysOn(state).stream().noneMatch(key -> !key.startsWith("stream/"));
        });
        assertThat(begin(state)).as("compaction moves no topic's begin").isZero();

        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(subscriber.versions()).hasSize(10);
        }
    }

    @Test
    void aRenamedStreamGoesOnWhenTheOwnersKeyIsTakenAway() throws Exception {
        tuya.tickets().addGenerated(10, 1);
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start()) {
            awaitReady(stream);
        }
        try (StreamInJvm renamed = stream()
                        .with("tickets.first-run", "skip")
                        .with("tickets.transactional-id", name + "-renamed")
                        .start();
                Subscriber subscriber = subscriber(renamed)) {
            awaitToldWith(renamed, "belongs to another stream");
            Matcher key = Pattern.compile("write a tombstone under the key (\\S+)").matcher(remedy(renamed));
            assertThat(key.find()).isTrue();
            tuya.tickets().add("N1", 5_000);

            write(renamed.stateTopic(), key.group(1), null);
            awaitReady(renamed);

            assertThat(subscriber.versions()).as("a renamed stream is no new one").containsExactly("N1@5000");
        }
    }

    @Test
    void missingTopicsAreMadeByTheCommandsThatAreNamed() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (StreamInJvm stream =
                        stream().with("tickets.topics.create", "false").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitToldWith(stream, "tickets.topics.create is false");

            carryOut(remedy(stream));
            awaitReady(stream);

            assertThat(subscriber.versions()).containsExactly("T1@1000");
        }
    }

    @Test
    void aStateTopicThatWasGivenPartitionsIsLeftForAnotherOneWithItsMarks() throws Exception {
        tuya.tickets().addGenerated(20, 1);
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            try (Admin admin = kafka().admin()) {
                admin.createPartitions(Map.of(stream.stateTopic(), NewPartitions.increaseTo(3)))
                        .all()
                        .get();
            }
            awaitToldWith(stream, "has 3 partitions instead of one");
            assertThat(remedy(stream)).contains("move its marks", "'Loss of the state topic'");

            carryOut(command("Make another state topic", stream));
            run("Move the marks", stream);
            assertThat(subscriber.recordsToEnd()).hasSize(20);
        }
        tuya.tickets().update(tuya.tickets().snapshot().get(3).ticketNo());
        try (StreamInJvm moved =
                        stream().with("tickets.state-topic", name + ".state.2").start();
                Subscriber subscriber = subscriber(moved)) {
            awaitReady(moved);
            assertThat(subscriber.versions()).hasSize(21).doesNotHaveDuplicates();
        }
    }

    @Test
    void topicsThatAreTooSmallAreMendedByTheCommandThatIsNamed() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (Admin admin = kafka().admin()) {
            NewTopic small = new NewTopic(name + ".tickets", 1, (short) 1);
            admin.createTopics(List.of(small.configs(Map.of("max.message.bytes", "400"))))
                    .all()
                    .get();
        }
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitToldWith(stream, "max.message.bytes=400");

            carryOut(remedy(stream));
            awaitReady(stream);

            assertThat(subscriber.versions()).containsExactly("T1@1000");
        }
    }

    @Test
    void settingsThatTheClusterCannotTakeAreNamedWithTheValueThatWorks() throws Exception {
        tuya.tickets().add("T1", 1_000);
        assertMended("tickets.topics.replication-factor", "3", "can't have so many replicas");
    }

    private void assertMended(String key, String value, String told) throws IOException {
        String right;
        try (StreamInJvm stream = stream().with(key, value).start()) {
            awaitToldWith(stream, told);
            Matcher named = Pattern.compile("set " + Pattern.quote(key) + "=(-?\\d+)").matcher(remedy(stream));
            assertThat(named.find()).as(remedy(stream)).isTrue();
            right = named.group(1);
        }
        try (StreamInJvm stream = stream().with(key, right).start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            assertThat(subscriber.versions()).containsExactly("T1@1000");
        }
    }

    @Test
    void brokersThatTakeNoTransactionOfOursAreToldWhatToSet() throws Exception {
        try (KafkaInJvm strict = KafkaInJvm.start(Map.of("transaction.max.timeout.ms", "5000"));
                StreamInJvm stream = new StreamInJvm(name, tuya, strict).start()) {
            awaitToldWith(stream, "the time-out of our transactions is above what the brokers allow");
            assertThat(remedy(stream)).contains("transaction.max.timeout.ms of the brokers to 10000");
        }
        try (KafkaInJvm lonely = KafkaInJvm.start(Map.of("transaction.state.log.replication.factor", "3"));
                StreamInJvm stream = new StreamInJvm(name, tuya, lonely).start()) {
            awaitToldWith(stream, "InitProducerId");
            assertThat(remedy(stream))
                    .contains("transaction.state.log.replication.factor", "for a single broker set both to 1");
        }
    }

    @Test
    void aKafkaThatWasNeverThereIsToldWithItsAddress() throws Exception {
        String address = "localhost:" + Ports.free();
        try (StreamInJvm stream =
                stream().with("camel.component.kafka.brokers", address).start()) {
            awaitToldWith(stream, "Kafka does not answer at " + address);

            assertThat(remedy(stream))
                    .startsWith("start it, or set CAMEL_COMPONENT_KAFKA_BROKERS")
                    .doesNotContain("producer_byte_rate");
        }
    }

    private void awaitToldWith(StreamInJvm stream, String problem) {
        await().untilAsserted(() -> assertThat(stream.health("/ready").toString()).contains(problem));
    }

    /** From our own report: Camel's health page escapes a slash twice. */
    private static String remedy(StreamInJvm stream) throws IOException {
        return new ObjectMapper()
                .readTree(stream.get("/observe/status").body())
                .findValue("remedy")
                .asText();
    }

    /** As a tool does it that gives all topics the same policy. */
    private void letRetentionTakeTheMarks(StreamInJvm stream) throws Exception {
        alter(stream.stateTopic(), Map.of("cleanup.policy", "delete", "retention.ms", "1", "segment.ms", "50"));
        await().until(() -> begin(stream.stateTopic()) > 0 && keysOn(stream.stateTopic()).isEmpty());
    }

    private void alter(String topic, Map<String, String> config) throws Exception {
        try (Admin admin = kafka().admin()) {
            List<AlterConfigOp> changes = config.entrySet().stream()
                    .map(entry -> new AlterConfigOp(
                            new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
                    .all()
                    .get();
        }
    }

    private long begin(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = kafka().admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private List<String> keysOn(String topic) {
        try (Subscriber subscriber = new Subscriber(kafka(), topic)) {
            return subscriber.records().stream().map(ConsumerRecord::key).toList();
        }
    }

    /** The commands that a text names, with Kafka's own classes; that which makes topics is not on the class path. */
    private void carryOut(String text) throws Exception {
        List<MatchResult> configs = CONFIG_COMMAND.matcher(text).results().toList();
        List<MatchResult> creations = CREATE_COMMAND.matcher(text).results().toList();
        assertThat(configs.size() + creations.size()).as(text).isPositive();
        configs.forEach(command -> ConfigCommand.main(command.group(1).split(" ")));
        try (Admin admin = kafka().admin()) {
            for (MatchResult command : creations) {
                Map<String, String> config = new HashMap<>();
                Pattern.compile("--config (\\S+?)=(\\S+)")
                        .matcher(command.group(3))
                        .results()
                        .forEach(entry -> config.put(entry.group(1), entry.group(2)));
                NewTopic topic = new NewTopic(command.group(1), Integer.parseInt(command.group(2)), (short) 1);
                admin.createTopics(List.of(topic.configs(config))).all().get();
            }
        }
    }

    /** The page's command for this broker and these topics. */
    private String command(String recipe, StreamInJvm stream) {
        return Pages.commandAfter(recipe)
                .replace("localhost:9092", kafka().bootstrapServers())
                .replace("tuya.tickets.state", stream.stateTopic())
                .replace("tuya.tickets.sweeps", stream.sweepTopic())
                .replace("'tuya-ticket-stream'", "'" + name + "'")
                .replace("tuya.tickets", stream.ticketTopic());
    }

    private void run(String recipe, StreamInJvm stream) {
        Tool.require("kcat", "apt-get install kcat");
        String command = command(recipe, stream);
        Tool.Result result = Tool.require("bash", "apt-get install bash")
                .run(directory, Duration.ofSeconds(30), Map.of(), "-ec", "set -o pipefail; " + command);
        assertThat(result.exitCode()).as(command + "\n" + result.output()).isZero();
    }
}
