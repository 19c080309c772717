package io.github.ticketstream.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.ops.RecentChanges.Change;
import io.github.ticketstream.ops.RecentChanges.DeadLetter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecentChangesTest {
    private final RecentChanges recent = new RecentChanges();

    @Test
    void theNewestFiftyAreKept() {
        IntStream.range(0, 60)
                .forEach(i -> recent.add(new Change("T" + i, "", "Pending", "Lamp", "updated", 1_000, 2_000)));
        IntStream.range(0, 60).forEach(i -> recent.add(new DeadLetter("k" + i, "not an object", 1, 1)));

        assertThat(recent.changes())
                .hasSize(50)
                .extracting(Change::ticketNo)
                .startsWith("T59")
                .endsWith("T10");
        assertThat(recent.deadLetters())
                .hasSize(50)
                .extracting(DeadLetter::key)
                .startsWith("k59")
                .endsWith("k10");
    }
}
