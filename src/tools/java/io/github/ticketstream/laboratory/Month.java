package io.github.ticketstream.laboratory;

import io.github.ticketstream.tuya.CallBudgets;

import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** A month in virtual time: a list that changes, the calls that there are, and what came of each change. */
final class Month {
    static final Duration LENGTH = Duration.ofDays(30);
    static final Duration POLL_PERIOD = Duration.ofSeconds(120);
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    /** At four requests a second. */
    private static final Duration CALL = Duration.ofMillis(250);

    private static final Duration TOKEN = Duration.ofHours(2);

    private final MutableClock clock = new MutableClock(START);
    private final CallBudget budget;
    private final LabList list;
    private final Delays delays = new Delays();
    private Instant nextToken = START;

    Month(LabList.Setting setting, OptionalLong callsPerMonth) {
        budget = CallBudgets.of(callsPerMonth, clock);
        list = new LabList(setting, START.toEpochMilli(), LENGTH);
    }

    boolean isOver() {
        return !clock.instant().isBefore(START.plus(LENGTH));
    }

    /** Whether the calls allow for so many: now, if they are to last for the month at an even pace. */
    boolean allows(long calls) {
        if (budget.limit().isEmpty()) {
            return true;
        }
        double gone = Duration.between(START, clock.instant()).toMillis() / (double) LENGTH.toMillis();
        return budget.used() + calls <= budget.limit().getAsLong() * gone;
    }

    /** A call to the API. */
    void call() {
        if (!clock.instant().isBefore(nextToken)) {
            nextToken = clock.instant().plus(TOKEN);
            budget.take();
        }
        budget.take();
        pass(CALL);
    }

    void pass(Duration time) {
        clock.advance(time);
        list.goOnTo(clock.millis());
    }

    /** A version of a ticket is published now. */
    void published(String number, long version) {
        list.published(number, version).forEach(change -> delays.add(change, clock.millis()));
    }

    MutableClock clock() {
        return clock;
    }

    CallBudget budget() {
        return budget;
    }

    LabList list() {
        return list;
    }

    /** What came of it; changes that nobody found have waited up to the month's end. */
    Delays delays() {
        list.changed().forEach(ticket -> ticket.unpublished().forEach(change -> delays.add(change, clock.millis())));
        return delays;
    }
}
