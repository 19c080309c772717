package io.github.ticketstream.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Tag;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A year of versions, of which Kafka has kept only each ticket's last one: that is all that a late subscriber needs. */
@Tag("proof")
class LateSubscriberIT {
    private static final int TICKETS = 100_000;
    private static final int VERSIONS = 4;
    private static final int PER_TRANSACTION = 5_000;
    private static final Duration YEAR = Duration.ofDays(365);

    private final KafkaInJvm kafka = KafkaInJvm.shared();
    private final Admin admin = kafka.admin();
    private final String topic = "late-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> last = new HashMap<>();

    @BeforeEach
    void letKafkaLookOften() throws Exception {
        cleanerPause(new AlterConfigOp(new ConfigEntry("log.cleaner.backoff.ms", "200"), OpType.SET));
    }

    @AfterEach
    void letKafkaLookAsUsual() throws Exception {
        cleanerPause(new AlterConfigOp(new ConfigEntry("log.cleaner.backoff.ms", null), OpType.DELETE));
        admin.deleteTopics(List.of(topic)).all().get();
        admin.close();
    }

    @Test
    void endsWithTheLastVersionOfEveryTicket() throws Exception {
        createTopic();
        writeAYear();

        // Not compared with the size before: Kafka compacts while it is written.
        long everyVersion =
                (long) TICKETS * VERSIONS * ticket(number(0), YEAR.toMillis()).length();
        await().atMost(Duration.ofSeconds(60)).until(this::bytes, size -> size < everyVersion * 3 / 5);

        Map<String, String> read = new HashMap<>();
        try (Subscriber subscriber = new Subscriber(kafka, topic)) {
            List<ConsumerRecord<String, String>> records = subscriber.recordsToEnd();
            records.forEach(record -> read.put(record.key(), record.value()));
            assertThat(records).as("compacted").hasSizeLessThan(TICKETS * VERSIONS / 2);
        }
        assertThat(read).hasSize(TICKETS);
        // Not isEqualTo: nobody wants to read how 100,000 entries differ.
        assertThat(read.equals(last)).isTrue();
    }

    /** As the program creates it, but as if its week were over, and without waiting until half of it could go. */
    private void createTopic() throws ExecutionException, InterruptedException {
        Map<String, String> settings = Map.of(
                "cleanup.policy", "compact",
                "min.compaction.lag.ms", "0",
                "min.cleanable.dirty.ratio", "0.01",
                "segment.bytes", "1048576");
        admin.createTopics(List.of(new NewTopic(topic, 3, (short) -1).configs(settings)))
                .all()
                .get();
    }

    private void writeAYear() {
        long begin = Instant.now().minus(YEAR.plusDays(30)).toEpochMilli();
        long step = YEAR.toMillis() / (TICKETS * VERSIONS);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", topic, "linger.ms", "5");
        Callback unheard = (metadata, failure) -> {};
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (int i = 0; i < TICKETS * VERSIONS; i += PER_TRANSACTION) {
                producer.beginTransaction();
                for (int j = i; j < i + PER_TRANSACTION; j++) {
                    String number = number(j);
                    long time = begin + j * step;
                    var unused = producer.send(
                            new ProducerRecord<>(topic, null, time, number, ticket(number, time)), unheard);
                    last.put(number, ticket(number, time));
                }
                producer.commitTransaction();
                // What a crash left; nobody sees it.
                producer.beginTransaction();
                for (int j = i; j < i + PER_TRANSACTION / 50; j++) {
                    String number = number(j);
                    var unused = producer.send(new ProducerRecord<>(topic, number, "aborted"), unheard);
                }
                producer.flush();
                producer.abortTransaction();
            }
        }
    }

    private static String number(int version) {
        return "FBAY%06d".formatted(version % TICKETS);
    }

    private static String ticket(String number, long updateTime) {
        return "{\"ticket_no\":\"" + number + "\",\"update_time\":" + updateTime + "}";
    }

    private long bytes() throws ExecutionException, InterruptedException {
        return admin.describeLogDirs(List.of(0)).allDescriptions().get().get(0).values().stream()
                .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(topic))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    private void cleanerPause(AlterConfigOp change) throws ExecutionException, InterruptedException {
        ConfigResource allBrokers = new ConfigResource(ConfigResource.Type.BROKER, "");
        admin.incrementalAlterConfigs(Map.of(allBrokers, List.of(change))).all().get();
    }
}
