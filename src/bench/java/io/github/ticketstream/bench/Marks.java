package io.github.ticketstream.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to a state topic that tickets were published. */
final class Marks {
    private Marks() {}

    /** One mark for each ticket of the list. Returns when they can be read. */
    static void write(String brokers, String topic, CannedTickets tickets) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "linger.ms", 20, "batch.size", 1 << 19, "acks", "all");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            AtomicReference<Exception> failed = new AtomicReference<>();
            for (int ticket = 0; ticket < tickets.size(); ticket++) {
                byte[] updateTime = Long.toString(tickets.updateTime(ticket)).getBytes(StandardCharsets.US_ASCII);
                // Of millions nobody keeps the futures: who looks at the callbacks sees the same.
                Future<?> unused = producer.send(
                        new ProducerRecord<>(topic, CannedTickets.number(ticket), updateTime),
                        (metadata, failure) -> failed.compareAndSet(null, failure));
            }
            producer.flush();
            if (failed.get() != null) {
                throw new IllegalStateException("a mark was not taken", failed.get());
            }
        }
    }
}
