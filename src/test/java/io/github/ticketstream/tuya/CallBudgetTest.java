package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.simulator.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The count of a month's calls, whatever is read back from the sweep topic, and whatever the clock does. */
final class CallBudgetTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(NOVEMBER);
    private final CallBudget budget = new CallBudget(OptionalLong.of(30_000), 1, clock);

    @Test
    void callsBeforeTheLogWasReadAreAddedToWhatItSays() {
        budget.take();

        budget.read(NOVEMBER, 100);
        budget.read(NOVEMBER, 105);

        assertThat(budget.used()).isEqualTo(106);
    }

    @Test
    void aRecordOfOnesOwnThatIsReadBackCountsNothingTwice() {
        budget.take();
        long offered = budget.offer();
        budget.take();

        budget.read(NOVEMBER, offered);

        assertThat(budget.used()).isEqualTo(2);
    }

    @Test
    void aRecordWhoseTransactionWasAbortedTakesNoCallAway() {
        budget.take();
        budget.offer();
        // It never came back; what another process left does.

        budget.read(NOVEMBER, 10);

        assertThat(budget.used()).isEqualTo(11);
    }

    @Test
    void whatWasReadOnceMayBeReadAgain() {
        budget.take();
        long offered = budget.offer();
        budget.read(NOVEMBER, offered);
        budget.take();

        budget.read(NOVEMBER, offered);
        budget.read(NOVEMBER, offered);

        assertThat(budget.used()).isEqualTo(2);
    }

    @Test
    void aRecordOfLastMonthSaysNothingAboutThisOne() {
        budget.read(NOVEMBER.minusMillis(1), 29_999);

        assertThat(budget.used()).isZero();
    }

    @Test
    void aClockThatComesBackToAMonthFindsItsCount() {
        budget.take();
        budget.take();
        clock.advance(Duration.ofDays(30));
        assertThat(budget.used()).isZero();
        budget.take();

        clock.advance(Duration.ofDays(-30));

        assertThat(budget.used()).isEqualTo(2);
    }

    @Test
    void noCallIsMadeBeyondTheBudget() {
        CallBudget small = new CallBudget(OptionalLong.of(2), 1, clock);
        small.take();
        small.take();

        assertThatThrownBy(small::take)
                .isInstanceOfSatisfying(
                        TuyaException.class, e -> assertThat(e.kind()).isEqualTo(TuyaException.Kind.QUOTA))
                .hasMessage("this month's budget is spent: 2 of 2 calls (tuya.calls-per-month)");
        assertThat(small.remedy()).isEqualTo("raise tuya.calls-per-month, or wait for 2026-12-01");
        assertThat(small.made()).isEqualTo(2);
    }

    /** Tuya's packs run from the day on which they take effect. */
    @ParameterizedTest
    @CsvSource({
        "18, 2026-11-17T23:59:59Z, 2026-11-18T00:00:00Z, 31",
        "18, 2026-11-18T00:00:00Z, 2026-12-18T00:00:00Z, 30",
        "28, 2027-02-27T12:00:00Z, 2027-02-28T00:00:00Z, 31",
        "28, 2027-02-28T00:00:00Z, 2027-03-28T00:00:00Z, 28",
        "2, 2027-01-01T12:00:00Z, 2027-01-02T00:00:00Z, 31"
    })
    void aMonthBeginsOnTheDayThatIsSet(int day, Instant now, Instant next, int days) {
        CallBudget shifted = new CallBudget(OptionalLong.of(10), day, new MutableClock(now));

        assertThat(shifted.nextMonth()).isEqualTo(next);
        assertThat(shifted.wholeMonth()).isEqualTo(Duration.ofDays(days));
    }

    @Test
    void aCountFromBeforeThatDayIsNoneOfThisMonth() {
        MutableClock afterwards = new MutableClock(Instant.parse("2026-11-18T08:00:00Z"));
        CallBudget shifted = new CallBudget(OptionalLong.of(10), 18, afterwards);

        shifted.read(Instant.parse("2026-11-17T23:00:00Z"), 9);
        assertThat(shifted.used()).isZero();

        shifted.read(Instant.parse("2026-11-18T01:00:00Z"), 3);
        assertThat(shifted.used()).isEqualTo(3);
    }
}
