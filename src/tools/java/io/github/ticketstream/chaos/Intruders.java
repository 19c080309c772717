package io.github.ticketstream.chaos;

import java.time.Duration;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Others that write where only the program should. */
final class Intruders {
    private static final String NOT_OURS = "intruder-";

    private Intruders() {}

    /** Sends, and never commits. */
    static Struck strangerWithOurId(Stage stage, Random random) {
        String moment = stage.awaitAny(random);
        long now;
        try (Closing stranger = new Closing(stage, Stage.ID)) {
            stranger.producer.initTransactions();
            now = System.nanoTime();
            stranger.producer.beginTransaction();
            stranger.send(Stage.TICKETS, random);
            stranger.send(Stage.STATE, random);
            stranger.producer.flush();
        }
        return Struck.until(moment, now);
    }

    /** Keeps everyone from reading on, for some seconds. */
    static Struck foreignTransaction(Stage stage, Random random) {
        Duration length = Duration.ofMillis(1000 + random.nextInt(3000));
        String moment = stage.awaitAny(random);
        long now;
        try (Closing foreigner = new Closing(stage, "foreign")) {
            foreigner.producer.initTransactions();
            now = System.nanoTime();
            foreigner.producer.beginTransaction();
            foreigner.send(Stage.STATE, random);
            foreigner.producer.flush();
            stage.progress().await(now, length, line -> false);
            foreigner.producer.abortTransaction();
        }
        return Struck.until("for " + length.toMillis() + " ms " + moment, now);
    }

    /** A producer that goes without a word about its transaction. */
    private static final class Closing implements AutoCloseable {
        private final KafkaProducer<String, String> producer;

        Closing(Stage stage, String transactionalId) {
            Properties settings = stage.kafka().client();
            settings.put("transactional.id", transactionalId);
            settings.put("transaction.timeout.ms", "10000");
            settings.put("max.block.ms", "20000");
            producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        }

        void send(String topic, Random random) {
            var unused = producer.send(new ProducerRecord<>(topic, NOT_OURS + random.nextInt(1000), "1"));
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
        }
    }
}
