package io.github.ticketstream;
import java.util.Collections;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.clients.admin.Admin;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.ServedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that goes and comes, that forgets producers which are quiet for a second, or that takes little in a second. */
@Tag("proof")
class BrokerOutageIT extends StreamIT {
    private KafkaInJvm kafka;

    @BeforeEach
    void startKafka() {
        kafka = closing(KafkaInJvm.start(Map.of(
                "transactional.id.expiration.ms", "1500",
                "transaction.remove.expired.transaction.cleanup.interval.ms", "300",
                "producer.id.expiration.ms", "1500",
                "producer.id.expiration.check.interval.ms", "300")));
    }

    @Override
    KafkaInJvm kafka() {
        return kafka;
    }

    /** After the first page: the producer does not even know where the topics are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void aBrokerThatIsAwayInMidSweepLosesAndRepeatsNothing(int page) {
        tuya.tickets().addGenerated(2_000, 1);
        tuya.afterPage(page, kafka::stopBroker);
        start("tuya.concurrent-requests", "1");
        awaitHealth("Kafka");
        assertThat(stream.isReady()).isFalse();
        assertThat(stream.health("/live").path("http").asInt()).isEqualTo(200);
        tuya.tickets().updateAny(new Random(1));

        kafka.startBroker();

        awaitReady();
        awaitNextSweep();
        assertThat(tickets().versions()).doesNotHaveDuplicates().containsAll(latest());
    }

    @Test
    void aStreamThatStartsBeforeItsBrokerWaitsForIt() {
        tuya.tickets().addGenerated(60, 1);
        kafka.stopBroker();
        start();
        awaitHealth("Kafka");
        // The token is had meanwhile, and no page is asked for.
        assertThat(tuya.log().requests()).extracting(ServedRequest::path).containsExactly("/v1.0/token");

        kafka.startBroker();

        awaitReady();
        assertThat(tickets().versions()).hasSize(60).containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void aStreamThatWasQuietForLongGoesOn() {
        tuya.tickets().addGenerated(60, 1);
        startReady("tickets.poll-period", "6s");
        tuya.tickets().updateAny(new Random(1));

        await().atMost(Duration.ofSeconds(90)).until(() -> completeSweeps() >= 3);

        // Kafka has forgotten the producer between any two sweeps.
        assertThat(sweeps("failed")).isGreaterThanOrEqualTo(1);
        assertThat(tickets().versions()).hasSize(61).containsExactlyInAnyOrderElementsOf(served());
    }

    private List<String> latest() {
        return tuya.tickets().snapshot().stream()
                .map(ticket -> ticket.ticketNo() + "@" + ticket.updateTime())
                .toList();
    }

    /** 5 MB in tickets of 50 KB, at 200 KB a second: a page of 100 would take 25 s, and 9 are allowed. */
    @Test
    void ticketsThatAreTooManyForOneTransactionGetThroughInSmallerOnes() {
        Map<String, String> anyClient = Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null);
        try (Admin admin = kafka.admin()) {
            done(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            new ClientQuotaEntity(anyClient),
                            List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 200_000.0)))))
                    .all());
        }
        for (int i = 0; i < 100; i++) {
            tuya.tickets()
                    .addJson("{\"ticket_no\":\"T" + i + "\",\"update_time\":1000,\"description\":\""
                            + "x".repeat(50_000) + "\"}");
        }
        start("tickets.poll-period", "1h", "tickets.page-size", "100");
        await().atMost(Duration.ofMinutes(3)).until(stream::isReady);

        assertThat(tickets().versions()).hasSize(100).doesNotHaveDuplicates();
    }
}
