package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownTicketsTest {
    private final KnownTickets tickets = new KnownTickets();

    @Test
    void aTicketIsKnownByItsVersion() {
        assertThat(set("T1", 1000)).isZero();
        assertThat(set("T1", -2000)).isEqualTo(1000);

        assertThat(tickets.version("T1")).isEqualTo(-2000);
        assertThat(tickets.version("T2")).isZero();
    }

    @Test
    void itRemembersWhatAHashMapRemembers() {
        Map<String, Long> expected = new HashMap<>();
        Random random = new Random(5);
        for (int i = 0; i < 300_000; i++) {
            String number = "T" + random.nextInt(100_000);
            long version = random.nextLong(1, 1L << 48) * (random.nextBoolean() ? 1 : -1);

            Long before = expected.put(number, version);

            assertThat(set(number, version)).isEqualTo(before == null ? 0 : before);
        }
        expected.forEach(
                (number, version) -> assertThat(tickets.version(number)).isEqualTo(version));
        IntStream.range(100_000, 200_000)
                .forEach(i -> assertThat(tickets.version("T" + i)).isZero());
    }

    @Test
    void numbersOfEveryLengthAreToldApart() {
        for (int length = 0; length <= 2_000; length++) {
            set("n".repeat(length), length + 1L);
        }
        set("n".repeat(100_000) + "a", 7);
        set("n".repeat(100_000) + "b", 8);

        for (int length = 0; length <= 2_000; length++) {
            assertThat(tickets.version("n".repeat(length))).isEqualTo(length + 1L);
        }
        assertThat(tickets.version("n".repeat(100_000) + "a")).isEqualTo(7);
        assertThat(tickets.version("n".repeat(100_000) + "b")).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ÄÖ💡", "\u0000", "a\u0000", "null"})
    void anyTextIsANumber(String number) {
        set(number, 5);

        assertThat(tickets.version(number)).isEqualTo(5);
    }

    @Test
    void itIsKnownWhichWalkSawATicketLast() {
        int first = tickets.nextWalk();

        assertThat(tickets.see("T1", first)).isZero();
        assertThat(tickets.see("T1", first)).isEqualTo(first);
        assertThat(tickets.see("T2", first)).isZero();

        int second = tickets.nextWalk();
        assertThat(second).isGreaterThan(first);
        assertThat(tickets.see("T1", second)).isEqualTo(first);
        assertThat(tickets.see("T1", second)).isEqualTo(second);
    }

    @Test
    void theStateBeforeIsTold() {
        assertThat(tickets.putState("T1", 100)).isZero();
        assertThat(tickets.putState("T1", 3)).isEqualTo(100);
    }

    @Test
    void oneKindOfKnowledgeDoesNotTouchAnother() {
        int walk = tickets.nextWalk();
        set("T1", -5);
        tickets.see("T1", walk);
        tickets.putState("T1", 127);
        set("T2", Long.MAX_VALUE);

        tickets.forgetMarks();

        assertThat(tickets.version("T1")).isZero();
        assertThat(tickets.version("T2")).isZero();
        assertThat(tickets.see("T1", walk)).isEqualTo(walk);
        assertThat(tickets.putState("T1", 0)).isEqualTo(127);
    }

    /** A replica that has just lost its election may still read a page while it already reads the state topic. */
    @Test
    void twoThreadsDoNotSpoilEachOthersTickets() {
        CompletableFuture<Void> follower = CompletableFuture.runAsync(
                () -> IntStream.range(0, 200_000).forEach(i -> set("followed-" + i, i + 1L)));

        int walk = tickets.nextWalk();
        IntStream.range(0, 200_000).forEach(i -> tickets.see("seen-" + i, walk));
        follower.join();

        assertThat(IntStream.range(0, 200_000).filter(i -> tickets.version("followed-" + i) != i + 1L))
                .isEmpty();
        assertThat(IntStream.range(0, 200_000).filter(i -> tickets.see("seen-" + i, walk) != walk))
                .isEmpty();
    }

    private long set(String number, long version) {
        Mark mark = Mark.of(Math.abs(version));
        return tickets.setMark(number, version < 0 ? mark.asSkipped() : mark, 0);
    }
}
