package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The count of a month's calls, whatever stands on the state topic, and whatever the clocks do. */
final class CallBudgetTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-10T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final int LIMIT = 30;

    private final MutableClock wall = new MutableClock(NOVEMBER);
    private final MutableClock monotonic = new MutableClock(Instant.EPOCH);
    private TuyaClock clock = new TuyaClock(new Clocks(wall, monotonic));
    private CallBudget budget = budget(LIMIT);

    private CallBudget budget(int limit) {
        return new CallBudget(OptionalLong.of(limit), 1, clock);
    }

    /** Another process, which knows no time yet. */
    private void restart(Count left) {
        clock = new TuyaClock(new Clocks(wall, monotonic));
        budget = budget(LIMIT);
        budget.restore(left);
    }

    private void take(int calls) {
        for (int call = 0; call < calls; call++) {
            budget.take();
        }
    }

    private static Count count(Instant at, long calls) {
        return new Count(at.toEpochMilli(), calls);
    }

    private void reply(Instant time) {
        clock.observe(time.toEpochMilli());
    }

    /** A time that is far from the one before is believed when three replies name it. */
    private void threeReplies(Instant time) {
        for (int i = 0; i < 3; i++) {
            reply(time);
        }
    }

    private void passMidnight(int calls) {
        reply(DECEMBER.minusSeconds(120));
        take(calls);
        budget.confirm(budget.snapshot(6));
        monotonic.advance(Duration.ofSeconds(120));
    }

    @Test
    void callsBeforeTheTopicWasReadAreAddedToWhatItSaysOnce() {
        take(1);
        budget.restore(count(NOVEMBER, 10));
        assertThat(budget.used()).isEqualTo(11);

        budget.restore(count(NOVEMBER, 10));
        budget.restore(count(NOVEMBER, 12));
        assertThat(budget.used()).isEqualTo(13);
    }

    @Test
    void theCountOfASuccessorIncludesWhatThisProcessHasWritten() {
        take(5);
        budget.confirm(budget.snapshot(0));

        budget.restore(count(NOVEMBER, 9));

        assertThat(budget.used()).isEqualTo(9);
    }

    @Test
    void aSuccessorThatKnowsBetterThanACountOfCallsToComeTakesThemBack() {
        restart(count(NOVEMBER, 16));
        budget.restore(count(NOVEMBER, 12));

        assertThat(budget.used()).isEqualTo(12);
    }

    @Test
    void aCountOfOnesOwnThatComesBackChangesNothing() {
        take(3);
        Count own = budget.snapshot(6);
        take(1);

        budget.confirm(own);

        assertThat(own.calls()).isEqualTo(9);
        assertThat(budget.used()).isEqualTo(4);
        assertThat(budget.isRecorded()).isFalse();
        assertThat(budget.mustBeRecorded(5)).isFalse();
        assertThat(budget.mustBeRecorded(6)).isTrue();
    }

    @Test
    void callsThatAreAboutToBeMadeAreNoneBeyondTheLimit() {
        take(27);

        assertThat(budget.snapshot(6).calls()).isEqualTo(LIMIT);
        budget.confirm(budget.snapshot(6));
        assertThat(budget.mustBeRecorded(6)).isFalse();
    }

    /** What is left of the count ahead is enough for the requests that are made for the first time meanwhile. */
    @Test
    void aRequestIsRepeatedAsLongAsHalfOfTheCallsAheadAreNotMade() {
        budget.confirm(budget.snapshot(6));

        take(2);
        assertThat(budget.mayRepeat()).isTrue();
        take(1);
        assertThat(budget.mayRepeat()).isFalse();
    }

    @Test
    void nearTheLimitNothingIsLeftToBeForgotten() {
        take(26);
        budget.confirm(budget.snapshot(10));
        take(2);

        assertThat(budget.mayRepeat()).isTrue();
    }

    @Test
    void withoutALimitNothingHasToBeRecordedBeforehand() {
        CallBudget unlimited = new CallBudget(OptionalLong.empty(), 1, clock);

        assertThat(unlimited.mustBeRecorded(6)).isFalse();
        assertThat(unlimited.left()).isEqualTo(Long.MAX_VALUE);
        unlimited.take();
        assertThat(unlimited.isRecorded()).isFalse();
        assertThat(unlimited.mayRepeat()).isTrue();
    }

    @Test
    void beforeTheFirstReplyNoMonthIsKnownAndNoneIsConcluded() {
        take(3);
        wall.advance(Duration.ofDays(40));

        assertThat(budget.nextMonth()).isEmpty();
        assertThat(budget.restOfMonth()).isEqualTo(Duration.ofDays(31));
        assertThat(budget.wholeMonth()).isEqualTo(Duration.ofDays(31));
        assertThat(budget.snapshot(0)).isEqualTo(new Count(CallBudget.UNKNOWN_TIME, 3, 3));
        assertThat(budget.remedy()).endsWith("or wait for the next month");

        reply(NOVEMBER);

        assertThat(budget.used()).isEqualTo(3);
        assertThat(budget.nextMonth()).contains(DECEMBER);
    }

    /** A count of a process that never had a reply. */
    @Test
    void aCountWithoutATimeIsTakenUpToo() {
        restart(new Count(CallBudget.UNKNOWN_TIME, 20));
        assertThat(budget.used()).isEqualTo(20);

        reply(NOVEMBER);

        assertThat(budget.used()).isEqualTo(20);
    }

    /** No clock battery: started with October, set right five seconds later. */
    @Test
    void thisMachinesClockNamesNoMonth() {
        MutableClock behind = new MutableClock(NOVEMBER.minus(Duration.ofDays(30)));
        clock = new TuyaClock(new Clocks(behind, monotonic));
        budget = budget(LIMIT);
        budget.restore(count(NOVEMBER, 20));
        take(2);
        behind.advance(Duration.ofDays(30));
        reply(NOVEMBER.plusSeconds(5));

        assertThat(budget.used()).isEqualTo(22);
        assertThat(budget.snapshot(0).at()).isEqualTo(NOVEMBER.plusSeconds(5).toEpochMilli());
    }

    /** Whatever is asked first after midnight. */
    @Test
    void nothingOfLastMonthsCountIsLeft() {
        passMidnight(20);
        assertThat(budget.isRecorded()).isTrue();

        budget = budget(LIMIT);
        passMidnight(20);
        assertThat(budget.mustBeRecorded(6)).isTrue();

        budget = budget(LIMIT);
        passMidnight(20);
        assertThat(budget.snapshot(6).calls()).isEqualTo(6);
    }

    /** They may have arrived after midnight. */
    @Test
    void callsOfTheLastMinuteCountInTheNewMonthToo() {
        reply(DECEMBER.minusSeconds(90));
        take(20);
        monotonic.advance(Duration.ofSeconds(60));
        take(3);
        monotonic.advance(Duration.ofSeconds(31));

        assertThat(budget.used()).isEqualTo(3);
    }

    /** Nobody knows when the calls before the first reply were made. */
    @Test
    void callsBeforeAReplyThatNamesANewMonthCountInIt() {
        restart(count(NOVEMBER, 25));
        take(2);
        reply(DECEMBER);
        take(1);

        assertThat(budget.used()).isEqualTo(3);
        assertThat(budget.wholeMonth()).isEqualTo(Duration.ofDays(31));
    }

    /** An API that is down when the month turns, and a process that starts again and again meanwhile. */
    @Test
    void callsThatEarlierProcessesMadeBeforeAReplyThatNamesANewMonthCountInItToo() {
        restart(count(NOVEMBER, 10));
        take(2);
        restart(budget.snapshot(3));
        take(4);
        restart(budget.snapshot(0));
        take(1);
        assertThat(budget.used()).isEqualTo(20);

        reply(DECEMBER);

        assertThat(budget.used()).isEqualTo(10);
        assertThat(budget.snapshot(5).unnamed()).isZero();
    }

    @Test
    void thoseThatAReplyNamesAsOfTheOldMonthDoNotCountInTheNextOne() {
        restart(count(NOVEMBER, 10));
        take(2);
        restart(budget.snapshot(0));
        reply(DECEMBER.minusSeconds(120));
        assertThat(budget.used()).isEqualTo(12);

        monotonic.advance(Duration.ofSeconds(120));

        assertThat(budget.used()).isZero();
    }

    /** This replica knows the time, and the active one had no reply since November. */
    @Test
    void afterATakeoverTheyCountOnce() {
        reply(DECEMBER);
        budget.restore(new Count(NOVEMBER.toEpochMilli(), 20, 3));
        budget.restore(new Count(NOVEMBER.toEpochMilli(), 22, 5));
        budget.restore(new Count(NOVEMBER.toEpochMilli(), 22, 5));

        assertThat(budget.used()).isEqualTo(5);
    }

    /** A hiccup of Kafka has the count read again before this process has committed one of its own. */
    @Test
    void theyCountOnceIfTheCountIsReadAgainAfterTheReply() {
        Count left = new Count(NOVEMBER.toEpochMilli(), 20, 5);
        restart(left);
        take(1);
        reply(DECEMBER);

        budget.restore(left);

        assertThat(budget.used()).isEqualTo(6);
    }

    /** As older programs may have written it, by a clock that was ahead. */
    @Test
    void aCountOfAMonthToComeCountsNow() {
        restart(count(DECEMBER.plus(Duration.ofDays(9)), 25));
        threeReplies(NOVEMBER);

        assertThat(budget.used()).isEqualTo(25);
        assertThat(budget.nextMonth()).contains(DECEMBER);

        budget.restore(count(DECEMBER.plus(Duration.ofDays(9)), 26));
        assertThat(budget.used()).isEqualTo(26);
    }

    @Test
    void noCallIsMadeBeyondTheBudgetAndTheLastOneIsKept() {
        reply(NOVEMBER);
        take(LIMIT - 1);

        assertThat(budget.left()).isZero();
        TuyaException spent = catchThrowableOfType(TuyaException.class, budget::take);
        assertThat(spent.kind()).isEqualTo(TuyaException.Kind.QUOTA);
        assertThat(spent)
                .hasMessage("this month's budget is spent: 29 of 30 calls (tuya.calls-per-month);"
                        + " the last one is kept to ask Tuya for the time");
        assertThat(spent.remedy()).isEqualTo("raise tuya.calls-per-month, or wait for 2026-12-01");
        assertThat(budget.made()).isEqualTo(LIMIT - 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "9, 9", "10, 9"})
    void aBudgetOfAFewCallsKeepsNone(int limit, int left) {
        assertThat(budget(limit).left()).isEqualTo(left);
    }

    /** One of several servers has a clock that is a month behind. */
    @Test
    void aFirstReplyThatLiesAboutTheMonthTakesNoCallAway() {
        restart(count(NOVEMBER, 25));
        reply(NOVEMBER.minus(Duration.ofDays(30)));
        take(1);
        monotonic.advance(Duration.ofMinutes(2));
        threeReplies(NOVEMBER);

        assertThat(budget.used()).isEqualTo(26);
    }

    @Test
    void afterARestartTheLastCallAsksForTheTimeOnceThisMachineBelievesInANewMonth() {
        restart(count(NOVEMBER, LIMIT - 1));
        assertThat(budget.left()).isZero();

        wall.advance(Duration.ofDays(25));
        assertThat(budget.left()).isOne();
        take(1);
        reply(DECEMBER.plus(Duration.ofDays(5)));

        assertThat(budget.used()).isOne();
        assertThat(budget.left()).isEqualTo(LIMIT - 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-400, 31, 400})
    void aClockOfThisMachineThatIsWrongCostsNoCallBeyondTheBudget(long days) {
        restart(count(NOVEMBER, LIMIT - 1));
        wall.advance(Duration.ofDays(days));
        for (int attempt = 0; attempt < 5 && budget.left() > 0; attempt++) {
            take(1);
            reply(NOVEMBER);
        }
        Count left = budget.snapshot(0);
        restart(left);

        assertThat(left.calls()).isLessThanOrEqualTo(LIMIT);
        assertThat(budget.left()).isZero();
    }

    /** It can't be earlier than when the count was written. */
    @Test
    void withoutAReplyTheMonthTurnsWhenItMustHaveTurned() {
        restart(count(DECEMBER.minusSeconds(60), LIMIT));
        assertThat(budget.left()).isZero();
        assertThat(budget.restOfMonth()).isEqualTo(Duration.ofSeconds(60));

        monotonic.advance(Duration.ofSeconds(60));

        assertThat(budget.left()).isEqualTo(LIMIT - 1);
    }

    @Test
    void beforeTheTopicWasReadTheCountIsNotKnown() {
        assertThat(budget.isKnown()).isFalse();
        budget.restore(count(NOVEMBER, 0));
        assertThat(budget.isKnown()).isTrue();

        CallBudget other = budget(LIMIT);
        other.take();
        assertThat(other.isKnown())
                .as("a token is asked for while the topic can't be read")
                .isFalse();
        other.confirm(other.snapshot(0));
        assertThat(other.isKnown()).isTrue();
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
        CallBudget shifted = new CallBudget(OptionalLong.of(10), day, clock);
        reply(now);

        assertThat(shifted.nextMonth()).contains(next);
        assertThat(shifted.wholeMonth()).isEqualTo(Duration.ofDays(days));
        assertThat(shifted.restOfMonth()).isEqualTo(Duration.between(now, next));
    }

    @Test
    void aCountFromBeforeThatDayIsNoneOfThisMonth() {
        CallBudget shifted = new CallBudget(OptionalLong.of(10), 18, clock);
        reply(Instant.parse("2026-11-18T08:00:00Z"));

        shifted.restore(count(Instant.parse("2026-11-17T23:00:00Z"), 9));
        assertThat(shifted.used()).isZero();

        shifted.restore(count(Instant.parse("2026-11-18T01:00:00Z"), 3));
        assertThat(shifted.used()).isEqualTo(3);
    }

    /** The month that three replies in a row name is believed. */
    private void repliesName(Instant time) {
        for (int i = 0; i < 3; i++) {
            take(1);
            reply(time);
        }
        monotonic.advance(Duration.ofMinutes(2));
    }

    @Test
    void aMonthThatIsLeftForTwoOthersGoesOnWithItsCount() {
        repliesName(NOVEMBER);
        take(17);

        repliesName(DECEMBER.plus(Duration.ofDays(14)));
        repliesName(DECEMBER.plus(Duration.ofDays(45)));
        repliesName(NOVEMBER);

        assertThat(budget.used()).isEqualTo(29);
    }

    /** Pages ahead are asked for while their batch is committed. */
    @Test
    void aCountOfLastMonthThatIsConfirmedInThisOneRecordsNothing() {
        reply(DECEMBER.minusSeconds(120));
        take(20);
        Count ofNovember = budget.snapshot(8);
        monotonic.advance(Duration.ofMinutes(3));
        take(1);

        budget.confirm(ofNovember);

        assertThat(budget.mustBeRecorded(1)).isTrue();
        assertThat(budget.mayRepeat()).isFalse();
    }

    @Test
    void aLieAboutNextMonthDoesNotSpendIt() {
        reply(NOVEMBER);
        repliesName(DECEMBER.plus(Duration.ofDays(1)));
        repliesName(NOVEMBER);
        for (int day = 0; day < 20; day++) {
            monotonic.advance(Duration.ofDays(1));
            take(1);
        }
        long ofNovember = budget.used();

        while (clock.now().orElseThrow().isBefore(DECEMBER)) {
            monotonic.advance(Duration.ofDays(1));
            budget.used();
        }

        assertThat(ofNovember).isEqualTo(26);
        assertThat(budget.used()).isLessThanOrEqualTo(6);
    }
}
