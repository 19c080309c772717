package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command that says what is wrong before anything is published, and disturbs nothing. */
@Tag("proof")
class DoctorIT extends StreamIT {
    @Test
    void allIsWellBeforeTheFirstStartAndNothingIsLeftBehind() throws Exception {
        tuya.tickets().addGenerated(70, 1);
        StreamInJvm stream = stream().with("tickets.poll-period", "200s");

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(doctor.with("FAIL")).isEmpty();
        assertThat(doctor.with("warn")).hasSize(1).first().asString().contains("brokers: 1 broker at");
        assertThat(doctor.exitCode()).isZero();
        assertThat(doctor.err()).isEmpty();
        assertThat(doctor.result("subscription")).contains("70 tickets in all");
        assertThat(doctor.result("quota")).contains("about 25,920 calls in 30 days (2 a sweep, every 200 s)");
        assertThat(doctor.result("ticket topic")).contains("is missing; the program will create it");
        // The token, pages 1 and 2: calls are paid for.
        assertThat(tuya.log().requests()).hasSize(3);
        try (Admin admin = kafka().admin()) {
            assertThat(admin.listTopics().names().get()).noneMatch(topic -> topic.startsWith(name));
            assertThatThrownBy(() ->
                            admin.describeTransactions(List.of(name)).all().get())
                    .hasCauseInstanceOf(TransactionalIdNotFoundException.class);
        }
    }

    @Test
    void aStreamBesideItGoesOnUndisturbed() throws Exception {
        tuya.tickets().addGenerated(70, 1);
        try (StreamInJvm stream = stream().with("tickets.standby", "true").start()) {
            awaitReady(stream);
            Map<TopicPartition, Long> before = ends(stream);

            CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");
            awaitNextSweep(stream);

            assertThat(doctor.with("FAIL")).isEmpty();
            assertThat(doctor.exitCode()).isZero();
            assertThat(doctor.result("transactional id")).contains("in use");
            assertThat(doctor.result("standby group")).contains(": 1 members");
            assertThat(doctor.result("state topic")).contains("1 partition, cleanup.policy=compact");
            assertThat(doctor.result("quota")).contains("warn").contains("set tuya.calls-per-month to what was ordered");
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"failed\"}"))
                    .isZero();
            assertThat(stream.metric("tuya_requests_total{outcome=\"reauthenticate\"}"))
                    .isZero();
            assertThat(stream.metric("tickets_active")).isEqualTo(1);
            assertThat(ends(stream)).isEqualTo(before);
        }
    }

    @Test
    void aTopicThatForgetsAHangingTransactionAndASpentQuotaAreNamedWithTheirRemedies() throws Exception {
        StreamInJvm stream = stream();
        create(new NewTopic(stream.stateTopic(), 2, (short) 1).configs(Map.of("cleanup.policy", "compact,delete")));
        create(new NewTopic(stream.ticketTopic(), 1, (short) 1)
                .configs(Map.of("cleanup.policy", "delete", "unclean.leader.election.enable", "true")));
        tuya.faults().always(Calls.feedbacks(), Fault.apiError(28841004, "quota"));
        KafkaProducer<String, String> stranger = openTransaction("stranger-" + name, stream.stateTopic());

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");
        stranger.close(Duration.ZERO);

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.with("FAIL")).hasSize(4);
        assertThat(doctor.result("state topic"))
                .contains("FAIL")
                .contains("cleanup.policy=compact,delete")
                .contains("--entity-name " + name + ".state --add-config cleanup.policy=compact");
        assertThat(doctor.result("ticket topic")).contains("versions are deleted after 7 days");
        assertThat(doctor.result("ticket topic safety"))
                .contains("FAIL")
                .contains("--add-config unclean.leader.election.enable=false");
        assertThat(doctor.result("open transactions"))
                .contains("FAIL")
                .contains("held back by the transaction of producer id")
                .contains("kafka-transactions.sh abort --topic " + name + ".state")
                .contains("--start-offset 0");
        assertThat(doctor.result("quota")).contains("FAIL").contains("28841004").contains("order more calls");
        assertThat(doctor.result("credentials")).startsWith("ok");
        assertThat(doctor.result("subscription")).startsWith("skip").contains("since \"quota\" failed");
    }

    /** Any data centre gives a token for the keys. */
    @Test
    void aTokenProvesTheKeysAndNotTheDataCentre() {
        StreamInJvm stream = stream();
        tuya.faults().always(Calls.feedbacks(), Fault.apiError(1106, "permission deny"));

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(doctor.result("credentials")).startsWith("ok").contains("proves the keys, not the data centre");
        assertThat(doctor.result("subscription"))
                .contains("FAIL")
                .contains("check that tuya.data-center is the project's");
    }

    @Test
    void aClockThatIsOffACutPageAMissingTopicAndATransactionOfOurOwnAreNamed() throws Exception {
        StreamInJvm stream = stream().with("tickets.topics.create", "false");
        create(new NewTopic(stream.sweepTopic(), 1, (short) 1).configs(Map.of("cleanup.policy", "delete")));
        tuya.tickets().addGenerated(50, 1);
        tuya.quirks().clockSkew(Duration.ofMinutes(10)).maxPageSize(20);
        KafkaProducer<String, String> killed = openTransaction(name, stream.sweepTopic());

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");
        killed.close(Duration.ZERO);

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.result("clock"))
                .contains("warn")
                .containsPattern("(600|599)\\.\\d s behind Tuya's")
                .contains("set this machine's clock");
        assertThat(doctor.result("page size")).contains("warn").contains("50 were asked for and 20 came back");
        assertThat(doctor.result("quota")).contains("(3 a sweep");
        assertThat(doctor.result("sweep topic")).contains("warn").contains("a loss of marks is not noticed any more");
        assertThat(doctor.result("state topic"))
                .contains("FAIL")
                .contains("--create --topic " + name + ".state --partitions 1");
        assertThat(doctor.result("state topic rights")).startsWith("skip");
        assertThat(doctor.result("open transactions"))
                .contains("warn")
                .contains("which is that of our own transactional id")
                .contains("start it");
    }

    @Test
    void aWrongSecretAndABrokerThatIsAwayStopOnlyWhatNeedsThem() throws IOException {
        StreamInJvm stream = stream()
                .with("tuya.client-secret", "not-the-secret")
                .with("camel.component.kafka.brokers", "localhost:" + Ports.free());

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.with("FAIL")).hasSize(2);
        assertThat(doctor.result("Tuya API")).startsWith("ok");
        assertThat(doctor.result("credentials"))
                .contains("FAIL")
                .contains("1004")
                .contains("compare tuya.client-id and tuya.client-secret");
        assertThat(doctor.result("brokers"))
                .contains("FAIL")
                .contains("Kafka does not answer at localhost:")
                .contains("start it, or set CAMEL_COMPONENT_KAFKA_BROKERS");
        assertThat(doctor.with("skip")).hasSize(25);
        assertThat(doctor.out()).doesNotContain("not-the-secret");
    }

    @Test
    void aSettingThatIsNotUsableIsExitCodeTwoAndOneLine() {
        Supplier<Settings> settings = stream().with("camel.component.kafka.brokerz", "secret-of-a-typo")::settings;

        CommandRun doctor = CommandRun.of(settings, "doctor");

        assertThat(doctor.exitCode()).isEqualTo(2);
        assertThat(doctor.out().lines().toList()).hasSize(1);
        assertThat(doctor.out())
                .startsWith("FAIL  settings  camel.component.kafka.brokerz: ")
                .doesNotContain("secret-of-a-typo");
        assertThat(tuya.log().requests()).isEmpty();
    }

    /** The stream's sweeps would fail; page 1 alone looks well. */
    @Test
    void aListThatCanNotBeWalkedIsNamedByTheGuardsOfTheStream() {
        StreamInJvm stream = stream();
        tuya.tickets().addGenerated(120, 1);
        tuya.quirks().ignorePageNo(true);
        CommandRun ignored = CommandRun.of(stream::settings, "doctor", "--json");
        tuya.quirks().ignorePageNo(false);
        tuya.faults().always(Calls.page(2), Fault.apiError(1109, "param is illegal"));
        CommandRun second = CommandRun.of(stream::settings, "doctor", "--json");
        tuya.faults().clear();
        tuya.faults().always(Calls.page(3), Fault.apiError(1109, "param is illegal"));
        CommandRun last = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(ignored.result("pages")).contains("FAIL").contains("tuya.parameter-style=camelCase");
        assertThat(second.result("pages")).contains("FAIL").contains("1109");
        assertThat(last.result("pages")).contains("FAIL").contains("1109");
        assertThat(List.of(ignored.exitCode(), second.exitCode(), last.exitCode()))
                .containsOnly(3);
    }

    @Test
    void aListWithoutASingleTicketIsAFailureAndOneBadEntryAWarning() {
        StreamInJvm stream = stream();
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":1638356077881000}");
        CommandRun none = CommandRun.of(stream::settings, "doctor", "--json");
        tuya.tickets().add("T2", 1_000);
        CommandRun one = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(none.result("entries")).contains("FAIL").contains("1 looked at, 1 of them no ticket, the first since");
        assertThat(one.result("entries")).contains("warn").contains("2 looked at, 1 of them no ticket");
    }

    /** Doctor and stream judge by the same code, and so say the same. */
    @Test
    void theStateTopicOfAnotherStreamIsNamedThoughOnlyThatOneIsShared() {
        tuya.tickets().addGenerated(3, 1);
        StreamInJvm other = stream();
        try (StreamInJvm running = other.start()) {
            awaitReady(running);
        }
        StreamInJvm ours = stream().with("tickets.transactional-id", "ours-" + name)
                .with("tickets.sweep-topic", "ours-" + name + ".sweeps");

        CommandRun doctor = CommandRun.of(ours::settings, "doctor", "--json");

        assertThat(doctor.with("FAIL")).hasSize(1);
        assertThat(doctor.result("start"))
                .contains("FAIL")
                .contains("belongs to another stream: its tickets.transactional-id is " + name)
                .contains("topics of its own");
    }

    @Test
    void anUnreadableMarkAndAStateTopicThatHasLostItsMarksAreNamedWithTheirRemedies() throws Exception {
        tuya.tickets().addGenerated(3, 1);
        StreamInJvm stream = stream();
        try (StreamInJvm running = stream.start()) {
            awaitReady(running);
        }
        CommandRun whole = CommandRun.of(stream::settings, "doctor", "--json");
        write(stream.stateTopic(), "ODD", "yesterday");
        CommandRun odd = CommandRun.of(stream::settings, "doctor", "--json");
        try (Admin admin = kafka().admin()) {
            admin.deleteTopics(List.of(stream.stateTopic())).all().get();
        }
        await().until(() -> {
            try (Admin admin = kafka().admin()) {
                return !admin.listTopics().names().get().contains(stream.stateTopic());
            }
        });
        create(new NewTopic(stream.stateTopic(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
        CommandRun lost = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(whole.result("start")).contains("ok").contains("with 3 marks; the last complete sweep ended at ");
        assertThat(odd.exitCode()).isZero();
        assertThat(odd.result("start"))
                .contains("warn")
                .contains("can't be read, at offset ")
                .contains(" for key ODD")
                .contains("-> write the ticket's update_time, in decimal, under that key");
        assertThat(lost.exitCode()).isEqualTo(3);
        assertThat(lost.result("start")).contains("FAIL").contains("rebuild the marks from the ticket topic");
    }

    @Test
    void topicsAndSettingsThatTakeNoRecordOfOursAreNamed() throws Exception {
        StreamInJvm stream = stream();
        create(new NewTopic(stream.stateTopic(), 1, (short) 1)
                .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "100")));
        CommandRun small = CommandRun.of(stream::settings, "doctor", "--json");
        CommandRun refused = CommandRun.of(
                stream.with("camel.component.kafka.compression-codec", "zip")::settings, "doctor", "--json");

        assertThat(small.result("start")).contains("FAIL").contains("too little for any record of ours");
        CommandRun request = CommandRun.of(
                stream().with("camel.component.kafka.max-request-size", "100")::settings, "doctor", "--json");
        CommandRun replicas =
                CommandRun.of(stream().with("tickets.topics.replication-factor", "3")::settings, "doctor", "--json");

        assertThat(request.result("settings")).contains("FAIL").contains("camel.component.kafka.maxRequestSize");
        assertThat(replicas.result("ticket topic"))
                .contains("FAIL")
                .contains("set tickets.topics.replication-factor=1, the number of brokers");
        assertThat(refused.result("settings")).contains("FAIL").contains("camel.component.kafka.compressionCodec");
    }

    @Test
    void aMonthWhoseCallsAreSpentIsAFailureSinceNothingWouldBePolled() throws Exception {
        StreamInJvm stream = stream().with("tuya.calls-per-month", "6");
        create(new NewTopic(stream.stateTopic(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
        write(stream.stateTopic(), "stream/owner", "1:" + name);
        write(stream.stateTopic(), "stream/calls", System.currentTimeMillis() + ":6:some-1");

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(doctor.result("start")).contains("FAIL").contains("this month's budget is spent").contains("raise tuya.calls-per-month");
    }

    @Test
    void aTicketTopicThatHasGrownIsAWarning() throws Exception {
        tuya.tickets().addGenerated(3, 1);
        StreamInJvm stream = stream();
        try (StreamInJvm running = stream.start()) {
            awaitReady(running);
        }
        try (Admin admin = kafka().admin()) {
            admin.createPartitions(Map.of(stream.ticketTopic(), NewPartitions.increaseTo(5)))
                    .all()
                    .get();
        }

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(doctor.exitCode()).isZero();
        assertThat(doctor.result("start")).contains("warn").contains("has 5 partitions instead of 3: ");
    }

    private void create(NewTopic topic) throws ExecutionException, InterruptedException {
        try (Admin admin = kafka().admin()) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private KafkaProducer<String, String> openTransaction(String transactionalId, String topic)
            throws ExecutionException, InterruptedException {
        KafkaProducer<String, String> producer = kafka().producer(transactionalId);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, "T1", "1")).get();
        return producer;
    }

    /** Where all topics but that of the sweeps end. */
    private Map<TopicPartition, Long> ends(StreamInJvm stream) throws ExecutionException, InterruptedException {
        try (Admin admin = kafka().admin()) {
            List<String> topics = List.of(stream.ticketTopic(), stream.stateTopic(), stream.deadLetterTopic());
            Map<TopicPartition, OffsetSpec> latest =
                    admin.describeTopics(topics).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }
}
