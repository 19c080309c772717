package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.simulator.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The count of a month's calls, whatever is read back from the sweep topic, and whatever the clock does. */
final class CallBudgetTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(NOVEMBER);
    private final CallBudget budget = new CallBudget(OptionalLong.of(30_000), clock);

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
        CallBudget small = new CallBudget(OptionalLong.of(2), clock);
        small.take();
        small.take();

        assertThatThrownBy(small::take)
                .isInstanceOfSatisfying(
                        TuyaException.class, e -> assertThat(e.kind()).isEqualTo(TuyaException.Kind.QUOTA))
                .hasMessage("this month's budget is spent: 2 of 2 calls (tuya.calls-per-month)");
        assertThat(small.remedy()).isEqualTo("raise tuya.calls-per-month, or wait for 2026-12-01");
        assertThat(small.made()).isEqualTo(2);
    }
}
