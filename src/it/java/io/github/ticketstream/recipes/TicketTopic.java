package io.github.ticketstream.recipes;

import io.github.ticketstream.kit.KafkaInJvm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A ticket topic of the test's own, written as the program writes it. */
final class TicketTopic implements AutoCloseable {
    final String name = "recipe-" + UUID.randomUUID().toString().substring(0, 8);
    private final KafkaProducer<String, String> producer;
    private final Random random = new Random(25);
    private final long[] updateTimes = new long[60];
    private boolean inTransaction;

    TicketTopic(KafkaInJvm kafka) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(3), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        producer = kafka.producer(name);
        producer.initTransactions();
        discovered("aborted", 1, "Pending");
        producer.flush();
        producer.abortTransaction();
        inTransaction = false;
    }

    static String ticket(String number, long updateTime, String state) {
        return "{\"ticket_no\":\"%s\",\"update_time\":%d,\n \"state_code\":\"%s\",\"price\":2.50,\"description\":\"\\\"工单\\\" 100%% & ${body}, so\"}"
                .formatted(number, updateTime, state);
    }

    void discovered(String number, long updateTime, String state) {
        publish(record(number, updateTime, "discovered", ticket(number, updateTime, state)));
    }

    void backfilled(String number, long updateTime, String state) {
        var record = record(number, updateTime, "discovered", ticket(number, updateTime, state));
        record.headers().add("ce_backfill", "true".getBytes(StandardCharsets.UTF_8));
        publish(record);
    }

    void updated(String number, long updateTime, String state) {
        publish(record(number, updateTime, "updated", ticket(number, updateTime, state)));
    }

    void disappeared(String number, long lastUpdateTime) {
        publish(record(
                number,
                lastUpdateTime,
                "disappeared",
                "{\"ticket_no\":\"%s\",\"last_update_time\":%d,\"last_seen_at\":1}".formatted(number, lastUpdateTime)));
    }

    void erased(String number, long lastUpdateTime) {
        publish(record(number, lastUpdateTime, "disappeared", null));
    }

    /** What the topic's owner writes. */
    void forgotten(String number) {
        publish(new ProducerRecord<>(name, number, null));
    }

    /** Commits versions, some of them silent, disappearances, returns and tombstones, of 60 tickets. */
    void anyVersions(int count) {
        for (int i = 0; i < count; i++) {
            int ticket = random.nextInt(updateTimes.length);
            String number = "T'" + ticket;
            switch (random.nextInt(20)) {
                case 0 -> disappeared(number, updateTimes[ticket]);
                case 1 -> erased(number, updateTimes[ticket]);
                case 2 -> forgotten(number);
                case 3 -> discovered(number, updateTimes[ticket], "Same time " + i);
                default -> updated(number, ++updateTimes[ticket], "State " + i);
            }
        }
        commit();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The commit fails if it does.
    void publish(ProducerRecord<String, String> record) {
        if (!inTransaction) {
            producer.beginTransaction();
            inTransaction = true;
        }
        var unused = producer.send(record);
    }

    /** Only now what was published since the last time is there for those who read what is committed. */
    void commit() {
        producer.commitTransaction();
        inTransaction = false;
    }

    ProducerRecord<String, String> record(String number, long updateTime, String type, String value) {
        var record = new ProducerRecord<>(name, number, value);
        header(record, "ce_id", number + "@" + (type.equals("disappeared") ? "gone." : "") + updateTime);
        header(record, "ce_type", "io.github.ticketstream.ticket." + type + ".v1");
        header(record, "ce_subject", number);
        header(record, "ce_time", Instant.ofEpochMilli(updateTime).toString());
        header(record, "content-type", "application/json");
        return record;
    }

    private static void header(ProducerRecord<String, String> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
