package io.github.ticketstream.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.simulator.Removals;
import io.github.ticketstream.simulator.ServedVersion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void saysWhatBroke() {
        ServedVersion served = new ServedVersion("B", 1, "{}", Instant.EPOCH);
        ConsumerRecord<String, String> record = new ConsumerRecord<>("tickets", 0, 0, "B", "{}");
        record.headers().add("ce_id", "B@1".getBytes(UTF_8));
        Proof proof = Proof.of(new Evidence(
                List.of(served),
                Map.of("B", 1L),
                List.of(record, record),
                Map.of("B", "1"),
                List.of(),
                new Removals()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Summary.print(
                new Screen(new PrintStream(bytes, true, UTF_8), false),
                Summary.Figures.NONE,
                proof,
                new Delays(List.of()),
                true);

        assertThat(bytes.toString(UTF_8))
                .containsPattern("duplicates +1\n +B@1\n")
                .containsPattern("lost +0\n")
                .contains("THE PROMISE IS BROKEN");
    }
}
