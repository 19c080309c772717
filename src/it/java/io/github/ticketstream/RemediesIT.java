package io.github.ticketstream;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.admin.ConfigCommand;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program's own remedies for what is wrong on the side of Kafka: each is carried out as it is named, and looked at again. */
@Tag("proof")
final class RemediesIT extends RunbookIT {
    private static final Pattern CONFIG_COMMAND = Pattern.compile("kafka-configs\\.sh (--bootstrap-server \\S+ --alter \\S.*?"
            + "--add-config [\\w.-]+=[\\w,.-]+)");
    private static final Pattern CREATE_COMMAND =
            Pattern.compile("kafka-topics\\.sh --bootstrap-server \\S+ --create --topic (\\S+) --partitions (\\d+)"
                    + "((?: --config [\\w.-]+=[\\w,.-]+)*)");

    private static KafkaInJvm broker;

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
        startReady();
        letRetentionTakeTheMarks();

        awaitHealth("has cleanup.policy=delete: it would forget what is published");
        carryOut(remedy());

        awaitHealth("has lost its oldest records");
        assertThat(tickets().recordsToEnd()).hasSize(20);
        stop();
        start();
        awaitHealth("has lost its oldest records");
        assertThat(remedy()).contains("rebuild the marks", "'Loss of the state topic'");

        run("Rebuild the marks");
        awaitReady();
        tuya.tickets().update(tuya.tickets().snapshot().get(3).ticketNo());
        awaitNextSweep();

        assertThat(tickets().versions()).hasSize(21).doesNotHaveDuplicates();
        restart();
        assertThat(tickets().versions()).hasSize(21).doesNotHaveDuplicates();
    }

    @Test
    void aStreamThatSkippedAtFirstAndLostItsMarksBeginsAnewWithoutPublishingWhatWasThere() throws Exception {
        tuya.tickets().addGenerated(20, 1);
        startReady("tickets.first-run", "skip");
        letRetentionTakeTheMarks();
        awaitHealth("has cleanup.policy=delete");
        carryOut(remedy());
        awaitHealth("has lost its oldest records");

        run("Or begin anew");
        awaitReady();
        awaitNextSweep();
        assertThat(tickets().recordsToEnd()).isEmpty();

        tuya.tickets().add("N1", 5_000);
        awaitNextSweep();
        assertThat(tickets().versions()).containsExactly("N1@5000");
    }

    /** What first runs have found is in no sweep record yet. */
    @Test
    void aFirstRunThatLosesItsStateTopicGoesOnWhenItIsToldTo() throws Exception {
        tuya.tickets().addGenerated(60, 1);
        tuya.faults().always(Calls.page(2), Fault.apiError(1100, "param is empty"));
        start();
        await().until(() -> stream.metric("tickets_tracked") == 50);
        delete(stream.stateTopic());
        awaitHealth("was deleted and recreated");
        assertThat(tickets().records()).hasSize(50);

        run("Or begin anew");
        // As long as page 2 can't be had, the list is not walked again.
        tuya.faults().clear();

        await().untilAsserted(() -> assertThat(tickets().records()).hasSize(110));
    }

    @Test
    void marksThatTombstonesTookAwayArePublishedAgainAlsoWhenCompactionTookTheTombstones() throws Exception {
        tuya.tickets().addGenerated(5, 1);
        startReady();
        stop();
        String state = stream.stateTopic();
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

        startReady();
        assertThat(tickets().versions()).hasSize(10);
    }

    @Test
    void aRenamedStreamGoesOnWhenTheOwnersKeyIsTakenAway() throws Exception {
        tuya.tickets().addGenerated(10, 1);
        startReady("tickets.first-run", "skip");

        stop();
        start("tickets.first-run", "skip", "tickets.transactional-id", name + "-renamed");
        awaitHealth("belongs to another stream");
        Matcher key = Pattern.compile("write a tombstone under the key (\\S+)").matcher(remedy());
        assertThat(key.find()).isTrue();
        tuya.tickets().add("N1", 5_000);

        write(stream.stateTopic(), key.group(1), null);
        awaitReady();

        assertThat(tickets().versions()).as("a renamed stream is no new one").containsExactly("N1@5000");
    }

    @Test
    void missingTopicsAreMadeByTheCommandsThatAreNamed() throws Exception {
        tuya.tickets().add("T1", 1_000);
        start("tickets.topics.create", "false");
        awaitHealth("tickets.topics.create is false");
        assertThat(stream.health("/live").path("http").asInt()).isEqualTo(200);

        carryOut(remedy());
        awaitReady();

        assertThat(tickets().versions()).containsExactly("T1@1000");
    }

    @Test
    void aStateTopicThatWasGivenPartitionsIsLeftForAnotherOneWithItsMarks() throws Exception {
        tuya.tickets().addGenerated(20, 1);
        startReady("camel.component.kafka.metadata-max-age-ms", "500");
        growTo(3, stream.stateTopic());
        awaitHealth("the state topic " + stream.stateTopic() + " has 3 partitions instead of one");
        assertThat(remedy()).contains("move its marks", "'Loss of the state topic'");

        carryOut(command("Make another state topic"));
        run("Move the marks");
        tuya.tickets().update(tuya.tickets().snapshot().get(3).ticketNo());
        assertThat(tickets().recordsToEnd()).hasSize(20);
        restart("tickets.state-topic", name + ".state.2");
        assertThat(tickets().versions()).hasSize(21).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tickets", "dead-letter"})
    void topicsThatAreTooSmallAreMendedByTheCommandThatIsNamed(String which) throws Exception {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().addGarbage("17");
        create(name + "." + which, Map.of("max.message.bytes", "400"));
        start();
        awaitHealth("topic " + name + "." + which + " has max.message.bytes=400");

        carryOut(remedy());
        awaitReady();

        assertThat(tickets().versions()).containsExactly("T1@1000");
        assertThat(deadLetters().records()).hasSize(1);
    }

    @Test
    void aReplicationFactorThatTheClusterCannotTakeIsNamedWithTheValueThatWorks() throws Exception {
        tuya.tickets().add("T1", 1_000);
        start("tickets.topics.replication-factor", "3");
        awaitHealth("refuses to create it");
        Matcher named = Pattern.compile("set tickets\\.topics\\.replication-factor=(-?\\d+)")
                .matcher(remedy());
        assertThat(named.find()).as(remedy()).isTrue();

        restart("tickets.topics.replication-factor", named.group(1));

        assertThat(tickets().versions()).containsExactly("T1@1000");
    }

    @Test
    void brokersThatTakeNoTransactionOfOursAreToldWhatToSet() throws Exception {
        KafkaInJvm strict = closing(KafkaInJvm.start(Map.of("transaction.max.timeout.ms", "5000")));
        start(closing(new StreamInJvm(name, tuya, strict)));
        awaitHealth("the time-out of our transactions is above what the brokers allow");
        assertThat(remedy()).contains("transaction.max.timeout.ms of the brokers to 10000");
        stop();
        KafkaInJvm lonely = closing(KafkaInJvm.start(Map.of("transaction.state.log.replication.factor", "3")));
        start(closing(new StreamInJvm(name, tuya, lonely)));
        awaitHealth("InitProducerId");
        assertThat(remedy())
                .contains("transaction.state.log.replication.factor", "for a single broker set both to 1");
    }

    @Test
    void aKafkaThatWasNeverThereIsToldWithItsAddress() throws Exception {
        String address = "localhost:" + Ports.free();
        start("camel.component.kafka.brokers", address);
        awaitHealth("Kafka does not answer at " + address);

        assertThat(remedy())
                .startsWith("start it, or set CAMEL_COMPONENT_KAFKA_BROKERS")
                .doesNotContain("producer_byte_rate");
    }

    /** From our own report: Camel's health page escapes a slash twice. */
    private String remedy() throws IOException {
        return new ObjectMapper()
                .readTree(stream.get("/observe/status").body())
                .findValue("remedy")
                .asText();
    }

    /** As a tool does it that gives all topics the same policy. */
    private void letRetentionTakeTheMarks() throws Exception {
        alter(stream.stateTopic(), Map.of("cleanup.policy", "delete", "retention.ms", "1", "segment.ms", "50"));
        await().until(() -> begin(stream.stateTopic()) > 0 && keysOn(stream.stateTopic()).isEmpty());
    }

    private long begin(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = kafka().admin()) {
            return done(admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                            .partitionResult(partition))
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
}
