package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketStreamIT {
    private final KafkaInJvm kafka = KafkaInJvm.shared();
    private final String name = "it-" + UUID.randomUUID();
    private TuyaSimulator tuya;

    @BeforeEach
    void startTuya() {
        tuya = TuyaSimulator.start();
    }

    @AfterEach
    void stopTuya() {
        tuya.close();
    }

    @Test
    void newAndChangedTicketsArriveOnceEach() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm stream = new StreamInJvm(name, tuya, kafka).start()) {
            await().until(stream::isReady);
            try (Subscriber subscriber = new Subscriber(kafka, stream.ticketTopic())) {
                assertThat(subscriber.versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000");
                long newer = tuya.tickets().update("T1").updateTime();
                await().until(() -> subscriber.versions().size() == 3);
                assertThat(subscriber.versions()).contains("T1@" + newer);
                System.out.println(stream.health("/ready").toPrettyString());
                System.out.println(stream.health("/live").toPrettyString());
                System.out.println(stream.get("/observe/metrics").body());
                subscriber.records().forEach(System.out::println);
            }
        }
    }
}
