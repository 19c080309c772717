package io.github.ticketstream.laboratory;

import io.github.ticketstream.kit.Spread;
import io.github.ticketstream.laboratory.LabTicket.Change;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** A month in virtual time: a list that changes, the available calls, and the delay of each change. */
final class Month {
    static final Duration LENGTH = Duration.ofDays(30);
    static final Duration POLL_PERIOD = Duration.ofSeconds(120);
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    /** The time of one call: four a second. */
    private static final Duration CALL = Duration.ofMillis(250);

    private static final Duration TOKEN = Duration.ofHours(2);

    final MutableClock clock = new MutableClock(START);
    final CallBudget budget;
    final LabList list;
    private final List<Delay> delays = new ArrayList<>();
    private Instant nextToken = START;

    /** The delay from change to topic. */
    private record Delay(Change.Kind kind, double seconds) {}

    Month(LabList.Setting setting, OptionalLong callsPerMonth) {
        budget = CallBudgets.of(callsPerMonth, clock);
        list = new LabList(setting, START.toEpochMilli(), LENGTH);
    }

    boolean isOver() {
        return !clock.instant().isBefore(START.plus(LENGTH));
    }

    /** Returns whether the calls allow for so many: now, if they are to last for the month at an even pace. */
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

    /** Publishes a version of a ticket now. */
    void published(String number, long version) {
        list.published(number, version).forEach(this::delayed);
    }

    private void delayed(Change change) {
        delays.add(new Delay(change.kind(), (clock.millis() - change.at()) / 1000.0));
    }

    /** Ends the month: changes that nobody found have waited until now. */
    void end() {
        list.changed().forEach(ticket -> ticket.unpublished.forEach(this::delayed));
    }

    /** From change to topic, in seconds. */
    Spread delays(Predicate<Change.Kind> kinds) {
        return Spread.of(delays.stream()
                .filter(delay -> kinds.test(delay.kind()))
                .map(Delay::seconds)
                .toList());
    }
}
