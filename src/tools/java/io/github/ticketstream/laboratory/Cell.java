package io.github.ticketstream.laboratory;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One setting of the laboratory, and what came of it for each poller.
 *
 * @param callsPerMonth the budget; empty for none, and then a full sweep a day
 */
record Cell(LabList.Setting list, OptionalLong callsPerMonth) {
    private static final Duration A_DAY = Duration.ofDays(1);

    /** What came of a month. */
    record Result(long calls, Delays delays) {}

    /** The program, full sweeps alone, and the poller that is told where to look. */
    record Results(Result ours, Result fullOnly, Result oracle) {}

    Results run() {
        Optional<Duration> fullSweepPeriod = callsPerMonth.isPresent() ? Optional.empty() : Optional.of(A_DAY);
        return new Results(run(new Ours(fullSweepPeriod)), run(new FullOnly()), run(new Oracle()));
    }

    private Result run(Poller poller) {
        Month month = new Month(list, callsPerMonth);
        poller.poll(month);
        return new Result(month.budget().made(), month.delays());
    }

    String tickets() {
        return String.format(Locale.ROOT, "%,d (+%d a day)", list.tickets(), list.newPerDay());
    }

    String budget() {
        return callsPerMonth.isPresent() ? String.format(Locale.ROOT, "%,d", callsPerMonth.getAsLong()) : "none";
    }
}
