package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
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

        CommandRun doctor = CommandRun.of(stream("tickets.poll-period", "200s")::settings, "doctor", "--json");

        assertThat(doctor.with("FAIL")).isEmpty();
        assertThat(doctor.with("warn")).isEmpty();
        assertThat(doctor.exitCode()).isZero();
        assertThat(doctor.err()).isEmpty();
        assertThat(doctor.result("Tuya API")).contains("70 tickets in all");
        assertThat(doctor.result("quota")).contains("at least 25,920 calls in 30 days, 2 for a full sweep");
        assertThat(doctor.result("ticket topic")).contains("is missing; the program will create it");
        // The token, pages 1 and 2: calls are paid for.
        assertThat(tuya.log().requests()).hasSize(3);
        try (Admin admin = kafka().admin()) {
            assertThat(topicsThere()).noneMatch(topic -> topic.startsWith(name));
            assertThatThrownBy(() ->
                            admin.describeTransactions(List.of(name)).all().get())
                    .hasCauseInstanceOf(TransactionalIdNotFoundException.class);
        }
    }

    @Test
    void aStreamBesideItGoesOnUndisturbed() throws Exception {
        tuya.tickets().addGenerated(70, 1);
        startReady("tickets.standby", "true");
        // The page size that auto finds is noted after the first sweep.
        awaitNextSweep();
        Map<TopicPartition, Long> before = ends(stream);

        CommandRun doctor = report(stream, "doctor");
        awaitNextSweep();

        assertThat(doctor.with("FAIL")).containsExactly(doctor.result("quota"));
        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.result("transactional id")).contains("in use");
        assertThat(doctor.result("standby group")).contains(": 1 members");
        assertThat(doctor.result("state topic")).contains("cleanup.policy=compact, partitions: 1");
        assertThat(doctor.result("quota")).contains("FAIL", "set tuya.calls-per-month to what was ordered");
        assertThat(sweeps("failed")).isZero();
        assertThat(stream.metric("tuya_requests_total{outcome=\"reauthenticate\"}"))
                .isZero();
        assertThat(stream.metric("tickets_active")).isEqualTo(1);
        assertThat(ends(stream)).isEqualTo(before);
    }

    @Test
    void aTopicThatForgetsAHangingTransactionAndASpentQuotaAreNamedWithTheirRemedies() throws Exception {
        create(new NewTopic(name + ".state", 2, (short) 1).configs(Map.of("cleanup.policy", "compact,delete")));
        create(name + ".tickets", Map.of("cleanup.policy", "delete", "unclean.leader.election.enable", "true"));
        tuya.faults().always(Calls.feedbacks(), Fault.apiError(28841004, "quota"));
        openTransaction("stranger-" + name, name + ".state");

        CommandRun doctor = doctor();

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.with("FAIL")).hasSize(4);
        assertThat(doctor.result("state topic")).contains("FAIL", "cleanup.policy=compact,delete", "--entity-name " + name + ".state --add-config cleanup.policy=compact");
        assertThat(doctor.result("ticket topic")).contains("versions are deleted by retention.ms=604800000", "erased data is off the disk within 14 days");
        assertThat(doctor.result("ticket topic safety")).contains("FAIL", "--add-config unclean.leader.election.enable=false");
        assertThat(doctor.result("open transactions")).contains("FAIL", "held back by the transaction of producer id", "kafka-transactions.sh abort --topic " + name + ".state", "--start-offset 0");
        assertThat(doctor.result("Tuya API")).contains("FAIL", "28841004", "order more calls");
        assertThat(doctor.result("since Tuya API failed")).startsWith("skip").contains("pages, entries, quota");
    }

    /** Any data centre gives a token for the keys. */
    @Test
    void aListThatIsDeniedMayBeThatOfAnotherDataCentre() {
        tuya.faults().always(Calls.feedbacks(), Fault.apiError(1106, "permission deny"));

        assertThat(doctor().result("Tuya API")).contains("FAIL", "proves the keys and not the data center", "check that tuya.data-center is the project's");
    }

    @Test
    void aClockThatIsOffACutPageAMissingTopicAndATransactionOfOurOwnAreNamed() throws Exception {
        create(name + ".sweeps", Map.of("cleanup.policy", "delete"));
        tuya.tickets().addGenerated(50, 1);
        tuya.quirks().clockSkew(Duration.ofMinutes(10)).maxPageSize(20);
        openTransaction(name, name + ".sweeps");

        CommandRun doctor = CommandRun.of(
                stream().with("tickets.topics.create", "false")::settings, "doctor", "--page-size", "--json");

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.result("Tuya API"))
                .contains("warn")
                .containsPattern("at \\+(600|599)\\.\\d s against this machine's")
                .contains("set this machine's clock");
        assertThat(doctor.result("largest page")).contains("ok", "20 (asked -> given: 50 -> 20)");
        assertThat(doctor.result("quota")).contains(", 3 for a full sweep");
        assertThat(doctor.result("sweep topic")).contains("warn", "a loss of marks is not noticed any more");
        assertThat(doctor.result("state topic")).contains("FAIL", "--create --topic " + name + ".state --partitions 1");
        assertThat(doctor.result("since state topic failed")).startsWith("skip").contains("start");
        assertThat(doctor.result("open transactions")).contains("warn", "which is that of our own transactional id", "start it");
    }

    @Test
    void aWrongSecretAndABrokerThatIsAwayStopOnlyWhatNeedsThem() throws IOException {
        CommandRun doctor = doctor(
                "tuya.client-secret", "not-the-secret", "camel.component.kafka.brokers", "localhost:" + Ports.free());

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.with("FAIL")).hasSize(2);
        assertThat(doctor.result("Tuya API")).contains("FAIL", "1004", "compare tuya.client-id and tuya.client-secret");
        assertThat(doctor.result("brokers")).contains("FAIL", "Kafka does not answer at localhost:", "start it, or set CAMEL_COMPONENT_KAFKA_BROKERS");
        assertThat(doctor.with("skip")).hasSize(2);
        assertThat(doctor.out()).doesNotContain("not-the-secret");
    }

    /** What else is wrong with a topic is said at once, and not after its first fault is mended. */
    @Test
    void aWrongSecretAndAStateTopicMadeByHandAreReportedAsOnThePage() throws Exception {
        for (String topic : List.of(".tickets", ".sweeps", ".dead-letter")) {
            create(name + topic, COMPACT);
        }
        create(name + ".state", Map.of("cleanup.policy", "compact,delete"));

        CommandRun doctor = CommandRun.of(stream("tuya.client-secret", "not-the-secret")::settings, "doctor");

        assertThat(doctor.out().lines().filter(line -> !line.startsWith("ok")).map(this::asOnThePage))
                .containsExactlyElementsOf(Pages.blockWith("FAIL  state topic").lines().map(this::asOnThePage).toList());
    }

    private String asOnThePage(String line) {
        return line.replace(name, "tuya.tickets")
                .replaceAll("localhost:\\d+", "localhost:9092")
                .replaceAll("tid \\w+", "tid")
                .replaceAll(" +", " ");
    }

    @Test
    void aTopicThatWouldBeCreatedWithTheBrokersBadDefaultsIsAFailure() {
        KafkaInJvm kafka = closing(KafkaInJvm.start(Map.of("unclean.leader.election.enable", "true")));

        CommandRun doctor = doctor("camel.component.kafka.brokers", kafka.bootstrapServers());

        assertThat(doctor.result("ticket topic")).contains("FAIL", "is missing; the program will create it with ", "what was committed is gone -> then: kafka-configs.sh");
    }

    /** The stream's sweeps would fail; page 1 alone looks well. */
    @Test
    void aListThatCanNotBeWalkedIsNamedByTheGuardsOfTheStream() {
        tuya.tickets().addGenerated(120, 1);
        tuya.quirks().ignorePageNo(true);
        CommandRun ignored = doctor();
        tuya.quirks().ignorePageNo(false);
        tuya.faults().always(Calls.page(2), Fault.apiError(1109, "param is illegal"));
        CommandRun second = doctor();
        tuya.faults().clear();
        tuya.faults().always(Calls.page(3), Fault.apiError(1109, "param is illegal"));
        CommandRun last = doctor();

        assertThat(ignored.result("pages")).contains("FAIL", "tuya.parameter-style=camelCase");
        assertThat(second.result("pages")).contains("FAIL", "1109");
        assertThat(last.result("pages")).contains("FAIL", "1109");
        assertThat(List.of(ignored.exitCode(), second.exitCode(), last.exitCode()))
                .containsOnly(3);
    }

    @Test
    void aListWithoutASingleTicketIsAFailureAndOneBadEntryAWarning() {
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":1638356077881000}");
        CommandRun none = doctor();
        tuya.tickets().add("T2", 1_000);
        CommandRun one = doctor();

        assertThat(none.result("entries")).contains("FAIL", "1 looked at, 1 of them no ticket, the first since");
        assertThat(one.result("entries")).contains("warn", "2 looked at, 1 of them no ticket");
    }

    /** Doctor and stream judge by the same code, and so say the same. */
    @Test
    void theStateTopicOfAnotherStreamIsNamedThoughOnlyThatOneIsShared() {
        tuya.tickets().addGenerated(3, 1);
        startReady();
        stop();

        CommandRun doctor = doctor("tickets.transactional-id", "ours-" + name, "tickets.sweep-topic", "ours-" + name + ".sweeps");

        assertThat(doctor.with("FAIL")).hasSize(1);
        assertThat(doctor.result("start")).contains("FAIL", "belongs to another stream: its tickets.transactional-id is " + name, "topics of its own");
    }

    @Test
    void anUnreadableMarkAndAStateTopicThatHasLostItsMarksAreNamedWithTheirRemedies() throws Exception {
        tuya.tickets().addGenerated(51, 1);
        startReady();
        awaitNextSweep();
        stop();
        CommandRun whole = report(stream(), "doctor");
        write(name + ".state", "ODD", "yesterday");
        CommandRun odd = doctor();
        delete(name + ".state");
        await().until(() -> !topicsThere().contains(name + ".state"));
        create(name + ".state", COMPACT);
        CommandRun lost = doctor();

        assertThat(whole.result("start")).contains("ok", "with 51 marks; 100 tickets a call");
        assertThat(whole.result("ticket topic")).contains("erased data is off the disk within 14 days");
        assertThat(whole.result("quota")).contains(", 1 for a full sweep");
        assertThat(odd.exitCode()).isZero();
        assertThat(odd.result("start")).contains("warn", "can't be read: 1, the first at offset ", " for key ODD", "-> write the ticket's update_time, in decimal, under that key");
        assertThat(lost.exitCode()).isEqualTo(3);
        assertThat(lost.result("start")).contains("FAIL", "rebuild the marks from the ticket topic");
    }

    @Test
    void topicsAndSettingsThatTakeNoRecordOfOursAreNamed() throws Exception {
        create(name + ".state", Map.of("cleanup.policy", "compact", "max.message.bytes", "100"));
        CommandRun small = doctor();
        CommandRun refused = doctor("camel.component.kafka.compression-codec", "zip");
        CommandRun request = doctor("camel.component.kafka.max-request-size", "100");
        CommandRun replicas = doctor("tickets.topics.replication-factor", "3");

        assertThat(small.result("start")).contains("FAIL", "too little for any record of ours");
        assertThat(request.err()).startsWith("camel.component.kafka.maxRequestSize: ");
        assertThat(replicas.result("ticket topic")).contains("FAIL", "set tickets.topics.replication-factor=-1 (the brokers' default)");
        assertThat(refused.err()).startsWith("camel.component.kafka.compressionCodec: ");
    }

    @Test
    void aMonthWhoseCallsAreSpentIsAFailureSinceNothingWouldBePolled() throws Exception {
        create(name + ".state", COMPACT);
        write(name + ".state", "stream/owner", "1:" + name);
        write(name + ".state", "stream/calls", System.currentTimeMillis() + ":6:some-1");

        CommandRun doctor = doctor("tuya.calls-per-month", "6");

        assertThat(doctor.result("start")).contains("FAIL", "this month's budget is spent", "raise tuya.calls-per-month");
    }

    /** Of a stream that may call as often as it does here, unless it is said otherwise. */
    private CommandRun doctor(String... keysAndValues) {
        return report(with(stream("tuya.calls-per-month", "1000000000"), keysAndValues), "doctor");
    }

    private void openTransaction(String transactionalId, String topic) {
        KafkaProducer<String, String> producer = kafka().producer(transactionalId);
        closing(() -> producer.close(Duration.ZERO));
        producer.initTransactions();
        producer.beginTransaction();
        done(producer.send(new ProducerRecord<>(topic, 0, "T1", "1")));
    }

    /** Where all topics but that of the sweeps end. */
    private Map<TopicPartition, Long> ends(StreamInJvm stream) throws ExecutionException, InterruptedException {
        try (Admin admin = kafka().admin()) {
            List<String> topics = List.of(stream.ticketTopic(), name + ".state", stream.deadLetterTopic());
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
