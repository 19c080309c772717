package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.KafkaInJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicReaderIT {
    private static final KafkaInJvm KAFKA = KafkaInJvm.shared();

    private final String topic = "read-" + UUID.randomUUID();
    private final List<String> read = new ArrayList<>();
    private Admin admin;
    private TopicReader reader;

    @BeforeEach
    void open() throws ExecutionException, InterruptedException {
        KafkaConfiguration settings = new KafkaConfiguration();
        settings.setBrokers(KAFKA.bootstrapServers());
        KafkaClients clients = new KafkaClients(() -> settings);
        admin = clients.newAdmin();
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        reader = new TopicReader(admin, clients.newCommittedReader(), Set.of(new TopicPartition(topic, 0)));
    }

    @AfterEach
    void close() {
        reader.close();
        admin.close();
    }

    @Test
    void whatIsFoundEndsTheReadThoughSomeonesTransactionHangsBehindIt() {
        try (KafkaProducer<String, String> ours = begun();
                KafkaProducer<String, String> hanging = begun()) {
            send(ours, "a");
            ours.commitTransaction();
            // The reader's first connection takes longer than a poll on a busy machine.
            readUntil("a");
            ours.beginTransaction();
            send(ours, "b");
            ours.commitTransaction();
            send(hanging, "c");
            hanging.flush();

            readUntil("b");

            assertThat(read).containsExactly("a", "b");
        }
    }

    @Test
    void whatIsNeverFoundEndsTheReadAtTheEnd() {
        try (KafkaProducer<String, String> ours = begun()) {
            send(ours, "a", "b");
            ours.commitTransaction();

            readUntil("c");

            assertThat(read).containsExactly("a", "b");
        }
    }

    @Test
    void itReadsOnFromWhereItStopped() {
        try (KafkaProducer<String, String> ours = begun()) {
            send(ours, "a");
            ours.commitTransaction();
            readUntil("a");
            ours.beginTransaction();
            send(ours, "b");
            ours.commitTransaction();

            readUntil("b");

            assertThat(read).containsExactly("a", "b");
        }
    }

    private void readUntil(String key) {
        reader.readUntil(() -> read.contains(key), entry -> read.add(entry.key()));
    }

    private static KafkaProducer<String, String> begun() {
        KafkaProducer<String, String> producer = KAFKA.producer(UUID.randomUUID().toString());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The commit tells.
    private void send(KafkaProducer<String, String> producer, String... keys) {
        for (String key : keys) {
            producer.send(new ProducerRecord<>(topic, key, key));
        }
    }
}
