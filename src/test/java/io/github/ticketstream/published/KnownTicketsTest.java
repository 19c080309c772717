package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.published.KnownTickets.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    @ParameterizedTest
    @EnumSource(ContentWidth.class)
    void aVersionIsComparedByItsTimeThenByItsBytes(ContentWidth width) {
        KnownTickets known = new KnownTickets(width);
        known.setMark("T1", Mark.of(1000), known.kept(-1L));

        assertThat(known.compare("T1", 1001, 7)).isEqualTo(Verdict.NEWER);
        assertThat(known.compare("T2", 1, 7)).isEqualTo(Verdict.NEWER);
        assertThat(known.compare("T1", 999, 7)).isEqualTo(Verdict.OLDER);
        assertThat(known.compare("T1", 1000, 7)).isEqualTo(Verdict.UNCERTAIN);

        known.learn("T1", 999, 7, -1L);
        assertThat(known.compare("T1", 1000, 7)).isEqualTo(Verdict.UNCERTAIN);
        known.learn("T1", 1000, 7, -1L);
        assertThat(known.compare("T1", 1000, 7)).isEqualTo(Verdict.SAME);
        assertThat(known.compare("T1", 1000, 8)).isEqualTo(Verdict.UNCERTAIN);
        assertThat(known.content("T1")).isEqualTo(known.kept(-1L)).isNotEqualTo(known.kept(1L << 60));
    }

    @Test
    void whatWasKnownOfTheContentGoesWithTheVersion() {
        set("T1", 1000);
        tickets.learn("T1", 1000, 7, -1L);

        set("T1", 1000);
        assertThat(tickets.content("T1")).isNotZero();

        set("T1", 2000);
        assertThat(tickets.content("T1")).isZero();
        assertThat(tickets.compare("T1", 2000, 7)).isEqualTo(Verdict.UNCERTAIN);
    }

    @Test
    void aHashThatAMarkHoldsStandsForTheContent() {
        KnownTickets known = new KnownTickets(ContentWidth.LONG);
        known.setMark("T1", Mark.of(1000), 5);
        known.learn("T1", 1000, 7, 5);

        known.setMark("T1", Mark.of(1000), 5);
        assertThat(known.compare("T1", 1000, 7)).isEqualTo(Verdict.SAME);

        known.setMark("T1", Mark.of(1000), 6);
        assertThat(known.content("T1")).isEqualTo(6);
        assertThat(known.compare("T1", 1000, 7)).isEqualTo(Verdict.UNCERTAIN);
    }

    /** A process may learn late that its transaction was committed, when another one has already published something else. */
    @Test
    void whatAProcessBelievesDoesNotReplaceWhatAMarkSays() {
        KnownTickets known = new KnownTickets(ContentWidth.LONG);
        known.setMark("T1", Mark.of(1000), 6);

        known.learn("T1", 1000, 7, 5);

        assertThat(known.content("T1")).isEqualTo(6);
        assertThat(known.compare("T1", 1000, 7)).isEqualTo(Verdict.UNCERTAIN);
    }

    @Test
    void anAbsentTicketIsNeverTheSame() {
        tickets.setMark("T1", Mark.of(1000).with(Absence.missing(5, 4)), 0);
        tickets.learn("T1", 1000, 7, 1);

        assertThat(tickets.absence("T1")).isEqualTo(Absence.missing(5, 4));
        assertThat(tickets.compare("T1", 1000, 7)).isEqualTo(Verdict.UNCERTAIN);
    }

    @Test
    void unseenAreThoseWithAMarkThatNoWalkOfTheSweepSaw() {
        String longNumber = "n".repeat(300);
        List.of("T1", "T2", "T3", longNumber, "dead-letter/" + "a".repeat(64)).forEach(number -> set(number, 1000));
        tickets.see("T1", tickets.nextWalk());
        int first = tickets.nextWalk();
        tickets.see("T2", first);
        tickets.see("T9", first);
        tickets.see("T3", tickets.nextWalk());

        assertThat(tickets.unseenSince(first)).containsExactly("T1");
    }

    @Test
    void walksAreToldApartHoweverManyTheyAre() {
        set("T1", 1000);
        set("T2", 1000);
        for (int sweep = 0; sweep < 1_000; sweep++) {
            tickets.beginSweep();
            int walk = tickets.nextWalk();
            tickets.see("T1", walk);

            assertThat(tickets.isSeen("T1", walk)).isTrue();
            assertThat(tickets.isSeen("T2", walk)).isFalse();
            assertThat(tickets.unseenSince(walk)).containsExactly("T2");
            tickets.nextWalk();
        }
    }

    @Test
    void moreDifferentAbsencesThanThereAreNumbersForAreRememberedAsLongAsTicketsHaveThem() {
        for (int i = 1; i <= 100_000; i++) {
            tickets.setMark("T1", Mark.of(1000).with(Absence.missing(i, i)), 0);
        }
        assertThat(tickets.absence("T1")).isEqualTo(Absence.missing(100_000, 100_000));

        for (int i = 1; i <= 40_000; i++) {
            tickets.setMark("T" + i, Mark.of(1000).with(Absence.missing(i, i)), 0);
        }
        assertThat(tickets.absence("T30000")).isEqualTo(Absence.missing(30_000, 30_000));
        assertThat(tickets.absence("T40000"))
                .as("found again by the next sweep")
                .isEqualTo(Absence.NONE);
        assertThat(tickets.version("T40000")).isEqualTo(1000);
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
