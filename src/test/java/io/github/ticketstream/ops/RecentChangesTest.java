package io.github.ticketstream.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ticketstream.ops.RecentChanges.Change;
import io.github.ticketstream.ops.RecentChanges.DeadLetter;
import io.github.ticketstream.published.KnownTickets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecentChangesTest {
    private final RecentChanges recent = new RecentChanges(new KnownTickets());

    @Test
    void theStateBeforeIsTheOneThatWasSeenLastChangedOrNot() {
        recent.add(change("A", "Pending"), 2_000);
        recent.add(change("A", "Processing"), 2_000);
        recent.seen("B", "Odd");
        recent.add(change("B", "Finished"), 2_000);

        assertThat(recent.changes())
                .extracting(Change::ticketNo, Change::before, Change::after)
                .containsExactly(
                        tuple("B", "Odd", "Finished"), tuple("A", "Pending", "Processing"), tuple("A", "", "Pending"));
    }

    @Test
    void theNewestFiftyAreKept() {
        IntStream.range(0, 60).forEach(i -> recent.add(change("T" + i, "Pending"), 2_000));
        IntStream.range(0, 60).forEach(i -> recent.add(new DeadLetter("k" + i, "not an object", 1, 1)));

        assertThat(recent.changes())
                .hasSize(50)
                .first()
                .extracting(Change::ticketNo)
                .isEqualTo("T59");
        assertThat(recent.deadLetters())
                .hasSize(50)
                .last()
                .extracting(DeadLetter::key)
                .isEqualTo("k10");
    }

    @Test
    void aThousandNamesOfStatesDoNotFillTheMemoryAndTheDocumentedOnesStillWork() {
        IntStream.range(0, 1000).forEach(i -> recent.seen("T" + i, "state-" + i));
        recent.seen("A", "WaitingForDistribute");
        recent.add(change("T999", "Pending"), 2_000);
        recent.add(change("A", "Pending"), 2_000);

        assertThat(recent.changes()).extracting(Change::before).containsExactly("WaitingForDistribute", "");
    }

    private static Change change(String ticketNo, String state) {
        return new Change(ticketNo, "", state, "Lamp", "updated", 1_000, 0);
    }
}
