package io.github.ticketstream;

import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.ServedVersion;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The program against a simulator and the shared broker; each test has topics of its own. */
abstract class StreamIT {
    static {
        // A call to Kafka that meets a topic's deletion is given up after 10 s; what is awaited may come behind it.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);
    TuyaSimulator tuya;

    @BeforeEach
    void startTuya() {
        tuya = TuyaSimulator.start();
    }

    @AfterEach
    void stopTuya() {
        tuya.close();
    }

    KafkaInJvm kafka() {
        return KafkaInJvm.shared();
    }

    StreamInJvm stream() {
        return new StreamInJvm(name, tuya, kafka());
    }

    Subscriber subscriber(StreamInJvm stream) {
        return new Subscriber(kafka(), stream.ticketTopic());
    }

    void awaitReady(StreamInJvm stream) {
        await().atMost(Duration.ofSeconds(60)).until(stream::isReady);
    }

    /** A sweep that begins after this call has ended completely. */
    void awaitNextSweep(StreamInJvm stream) {
        double before = completeSweeps(stream);
        await().atMost(Duration.ofSeconds(60)).until(() -> completeSweeps(stream) >= before + 2);
    }

    double completeSweeps(StreamInJvm stream) {
        return stream.metric("tickets_sweeps_total{outcome=\"complete\"}");
    }

    List<String> served() {
        return tuya.log().versions().stream().map(StreamIT::id).toList();
    }

    static String id(ServedVersion version) {
        return version.ticketNo() + "@" + version.updateTime();
    }

    void write(String topic, String key, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = kafka().producer()) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }
}
