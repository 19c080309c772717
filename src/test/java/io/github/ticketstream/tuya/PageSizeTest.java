package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageSizeTest {
    private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");

    private final MutableClock monotonic = new MutableClock(START);
    private final TuyaClock clock = new TuyaClock(new Clocks(monotonic, monotonic));
    private final PageSize size = new PageSize(OptionalInt.empty(), clock);

    PageSizeTest() {
        clock.observe(START.toEpochMilli());
    }

    @Test
    void beginsWithFiftyAndTriesNothingBeforeAFullSweepWasComplete() {
        assertThat(size.asked()).isEqualTo(50);
        assertThat(size.larger()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"51, 100", "50, 0", "0, 0", "-1, 0"})
    void triesMoreOnlyForAListThatDoesNotFitOnOnePage(long total, int tried) {
        size.complete(total);

        assertThat(size.larger().orElse(0)).isEqualTo(tried);
    }

    @Test
    void withoutATotalAFullPageShowsThatTheListIsLonger() {
        size.read(page(50, -1, true));
        size.complete(-1);

        assertThat(size.larger()).hasValue(100);
    }

    @Test
    void climbsOneSizeWithEachCompleteFullSweep() {
        for (int larger : new int[] {100, 200, 500}) {
            size.complete(10_000);
            assertThat(size.larger()).hasValue(larger);
            assertThat(size.larger()).as("the next one in the same sweep").isEmpty();
            assertThat(size.refusal(larger, page(larger, 10_000, true))).isNull();
            size.begins(larger, null);
            assertThat(size.asked()).isEqualTo(larger);
        }
        size.complete(10_000);
        assertThat(size.larger()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1000, true",
        "120, 1000, true",
        "99, 1000, false",
        "70, 70, true",
        "69, 70, false",
        "100, -1, true",
        "70, -1, false"
    })
    void onlyWhatCameCounts(int came, long total, boolean given) {
        size.complete(1_000);
        size.larger();

        assertThat(size.refusal(100, page(came, total, true))).isEqualTo(given ? null : came + " tickets came");
    }

    /** While everything is refused, the filters may be why. */
    @Test
    void nothingIsConcludedFromARefusalBeforeASmallerPageWasGiven() {
        size.complete(1_000);
        size.larger();

        String refusal = size.refusal(100, failure(Kind.REQUEST));

        assertThat(refusal).isEqualTo("broken");
        assertThat(size.note()).isEqualTo("50:0");
        size.begins(50, refusal);
        assertThat(size.note()).isEqualTo("50:" + START.plus(Duration.ofDays(7)).toEpochMilli());
    }

    /** The filters were refused, and are not any more. */
    @Test
    void nothingIsConcludedFromARefusalIfTheSmallerPageWasRefusedAsWell() {
        size.complete(1_000);
        size.larger();
        size.refusal(100, failure(Kind.REQUEST));
        size.failed(failure(Kind.REQUEST));

        size.complete(1_000);

        assertThat(size.larger()).hasValue(100);
    }

    /** It would meet what is left of an outage. */
    @Test
    void nothingLargerIsTriedBetweenAFailureAndACompleteFullSweep() {
        size.complete(1_000);
        size.failed(failure(Kind.TRANSIENT));

        assertThat(size.larger()).isEmpty();
    }

    /** An outage may have met the first try. */
    @ParameterizedTest
    @EnumSource(names = {"TRANSIENT", "UNKNOWN", "LIST"})
    void aLargerSizeThatBreaksOnceIsTriedOnceMore(Kind kind) {
        size.complete(1_000);
        size.larger();
        size.begins(50, size.refusal(100, failure(kind)));
        size.complete(1_000);

        assertThat(size.larger()).hasValue(100);

        size.begins(50, size.refusal(100, failure(kind)));
        assertThat(dueAfter(Duration.ofDays(6))).isEmpty();
        assertThat(dueAfter(Duration.ofDays(1))).hasValue(100);
        size.begins(50, size.refusal(100, failure(kind)));
        assertThat(dueAfter(Duration.ZERO)).hasValue(100);
    }

    @Test
    void aLargerSizeThatBreaksAndIsClampedAtTheNextTryRests() {
        size.complete(1_000);
        size.larger();
        size.begins(50, size.refusal(100, failure(Kind.TRANSIENT)));
        size.complete(1_000);
        size.larger();
        size.begins(50, size.refusal(100, page(50, 1_000, true)));

        assertThat(dueAfter(Duration.ofDays(6))).isEmpty();
    }

    @Test
    void aLostConnectionSaysNothingOfTheSizeThatItInterrupted() {
        size.complete(1_000);
        size.larger();
        size.begins(50, size.refusal(100, failure(Kind.TRANSIENT)));
        size.complete(1_000);
        size.larger();
        assertThat(size.refusal(100, failure(Kind.CONNECTION))).isNull();
        size.complete(1_000);
        size.larger();
        size.begins(50, size.refusal(100, failure(Kind.TRANSIENT)));

        assertThat(dueAfter(Duration.ofDays(6))).isEmpty();
    }

    @Test
    void aLargerSizeThatIsRefusedWhileASmallerPageComesRests() {
        size.complete(1_000);
        size.larger();
        size.begins(50, size.refusal(100, failure(Kind.REQUEST)));

        assertThat(dueAfter(Duration.ofDays(7).minusSeconds(1))).isEmpty();
        assertThat(dueAfter(Duration.ofSeconds(1))).hasValue(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"REAUTHENTICATE", "CLOCK", "CONFIGURATION", "CONNECTION", "QUOTA"})
    void nothingIsLearntFromAFailureThatNoSmallerPageWouldSpare(Kind kind) {
        assertThat(size.refusal(100, failure(kind))).isNull();
        size.failed(failure(kind));
        size.failed(failure(kind));

        assertThat(size.asked()).isEqualTo(50);
    }

    @Test
    void failuresInARowAskForLessUntilTheFullSweepAfterACompleteOne() {
        size.restore("500:0");
        size.failed(failure(Kind.TRANSIENT));
        assertThat(size.asked()).isEqualTo(500);
        for (int less : new int[] {200, 100, 50, 50, 50}) {
            size.failed(failure(Kind.TRANSIENT));
            assertThat(size.asked()).isEqualTo(less);
        }
        assertThat(size.note()).isEqualTo("500:0");

        size.complete(1_000);
        assertThat(size.asked()).as("of partial sweeps").isEqualTo(50);

        assertThat(size.larger()).hasValue(500);
        assertThat(size.asked()).isEqualTo(500);
        size.complete(1_000);
        assertThat(size.larger()).isEmpty();
    }

    @Test
    void aSizeThatFailsAgainAfterLessOfItWorkedFallsBackAStep() {
        size.restore("500:0");
        size.failed(failure(Kind.TRANSIENT));
        size.failed(failure(Kind.TRANSIENT));
        size.complete(1_000);
        size.larger();

        size.failed(failure(Kind.TRANSIENT));

        assertThat(size.asked()).isEqualTo(200);
        size.complete(1_000);
        assertThat(dueAfter(Duration.ofDays(6))).isEmpty();
        assertThat(dueAfter(Duration.ofDays(1))).hasValue(500);
    }

    @Test
    void theNextProcessKnowsTheSizeAndItsRest() {
        PageSize next = new PageSize(OptionalInt.empty(), clock);
        size.restore("100:0");
        size.begins(50, "refused");

        next.restore(size.note());

        next.complete(1_000);
        assertThat(next.asked()).isEqualTo(50);
        assertThat(next.larger()).isEmpty();
    }

    /** The clock that noted it was a year ahead. */
    @Test
    void aRestThatIsLongerThanAnyIsNone() {
        size.restore("100:" + START.plus(Duration.ofDays(365)).toEpochMilli());
        size.complete(1_000);

        assertThat(size.larger()).hasValue(200);
    }

    @Test
    void nothingLargerIsTriedBeforeTuyasClockIsKnown() {
        PageSize next = new PageSize(OptionalInt.empty(), new TuyaClock(new Clocks(monotonic, monotonic)));
        next.complete(1_000);

        assertThat(next.larger()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "100",
                "100:",
                "70:0",
                "100:x",
                "99999999999999999999:0",
                "100:99999999999999999999",
                "-50:0",
                "100:0:0"
            })
    void aNoteThatCanNotBeReadCountsAsNone(String note) {
        size.restore("500:0");
        size.restore(note);

        assertThat(size.note()).isEqualTo("50:0");
    }

    @Test
    void aSizeThatWasSetStaysWhateverHappens() {
        PageSize set = new PageSize(OptionalInt.of(500), clock);
        set.restore("100:0");
        set.complete(10_000);
        set.failed(failure(Kind.TRANSIENT));
        set.failed(failure(Kind.TRANSIENT));

        assertThat(set.larger()).isEmpty();
        assertThat(set.asked()).isEqualTo(500);
        assertThat(set.note()).isEmpty();
    }

    @Test
    void whatAFullPageHeldIsTheSizeInForce() {
        assertThat(size.inForce()).isEqualTo(50);
        size.read(page(20, 1_000, true));
        size.read(page(3, 1_000, false));

        assertThat(size.inForce()).isEqualTo(20);
        size.complete(1_000);
        assertThat(size.larger()).as("an API that clamps 50").isEmpty();
    }

    /** Some APIs say of their last page, too, that more follows. */
    @Test
    void theLastPageOfAListThatAlwaysHasMoreIsNoFullOne() {
        size.read(page(50, 1_003, true));
        size.read(new Page(21, 21, 1_003, true, 0, Collections.nCopies(3, null)));
        size.complete(1_003);

        assertThat(size.inForce()).isEqualTo(50);
        assertThat(size.larger()).hasValue(100);
    }

    private OptionalInt dueAfter(Duration time) {
        monotonic.advance(time);
        size.complete(1_000);
        return size.larger();
    }

    private static TuyaException failure(Kind kind) {
        return new TuyaException(kind, "broken", "");
    }

    private static Page page(int entries, long total, boolean hasMore) {
        return new Page(1, 1, total, hasMore, 0, Collections.nCopies(entries, null));
    }
}
