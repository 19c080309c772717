package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.KafkaInJvm;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that takes little in a second: a transaction must be small enough to get through in time. */
@Tag("proof")
final class QuotaOfKafkaIT extends StreamIT {
    private KafkaInJvm kafka;

    @BeforeEach
    void startKafka() {
        kafka = closing(KafkaInJvm.start(Map.of()));
        Map<String, String> anyClient = Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null);
        try (Admin admin = kafka.admin()) {
            done(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            new ClientQuotaEntity(anyClient),
                            List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 200_000.0)))))
                    .all());
        }
    }

    @Override
    KafkaInJvm kafka() {
        return kafka;
    }

    /** 5 MB in tickets of 50 KB, at 200 KB a second: a page of 100 would take 25 s, and 9 are allowed. */
    @Test
    void ticketsThatAreTooManyForOneTransactionGetThroughInSmallerOnes() {
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
