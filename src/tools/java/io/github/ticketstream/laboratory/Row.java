package io.github.ticketstream.laboratory;

import io.github.ticketstream.kit.Spread;
import io.github.ticketstream.laboratory.LabTicket.Change.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One setting of the laboratory, and what came of it for each poller.
 *
 * @param callsPerMonth the budget; empty for none, and then a full sweep a day
 * @param ours the program
 * @param oracle the poller that is told where to look
 */
record Row(LabList.Setting list, OptionalLong callsPerMonth, Result ours, Result fullOnly, Result oracle) {
    static final String CSV_HEAD = "tickets,new_per_day,changes,calls_per_month,page_size,order,calls,"
            + "new_median_s,changed_median_s,closed_median_s,median_s,p95_s,largest_s,"
            + "full_only_median_s,full_only_p95_s,oracle_median_s,oracle_p95_s";

    static final String MARKDOWN_HEAD = """
        | tickets | changes | budget | page | order | calls | new | changed | closed | all: median | 95 % | largest | full only | oracle |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|\
        """;

    /** What came of a month: calls made, and seconds from change to topic, of which those of a kind are medians. */
    record Result(
            long calls, double ofNew, double ofChanged, double ofClosed, double median, double p95, double largest) {
        static Result of(LabList.Setting list, OptionalLong callsPerMonth, Consumer<Month> poller) {
            Month month = new Month(list, callsPerMonth);
            poller.accept(month);
            month.end();
            Spread all = month.delays(kind -> true);
            return new Result(
                    month.budget.made(),
                    month.delays(Kind.NEW::equals).median(),
                    month.delays(Kind.CHANGED::equals).median(),
                    month.delays(Kind.CLOSED::equals).median(),
                    all.median(),
                    all.at(0.95),
                    all.most());
        }
    }

    static Row of(LabList.Setting list, OptionalLong callsPerMonth) {
        Optional<Duration> fullSweepPeriod =
                callsPerMonth.isPresent() ? Optional.empty() : Optional.of(Duration.ofDays(1));
        return new Row(
                list,
                callsPerMonth,
                Result.of(list, callsPerMonth, month -> new Ours(month, fullSweepPeriod).poll()),
                Result.of(list, callsPerMonth, Baselines::fullOnly),
                Result.of(list, callsPerMonth, Baselines::oracle));
    }

    String tickets() {
        return String.format(Locale.ROOT, "%,d (+%d a day)", list.tickets(), list.newPerDay());
    }

    String budget() {
        return callsPerMonth.isPresent() ? String.format(Locale.ROOT, "%,d", callsPerMonth.getAsLong()) : "none";
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%d,%d,%s,%s,%d,%s,%d,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f",
                list.tickets(),
                list.newPerDay(),
                list.changes().label(),
                callsPerMonth.isPresent() ? callsPerMonth.getAsLong() : "",
                list.pageSize(),
                list.order().label(),
                ours.calls,
                ours.ofNew,
                ours.ofChanged,
                ours.ofClosed,
                ours.median,
                ours.p95,
                ours.largest,
                fullOnly.median,
                fullOnly.p95,
                oracle.median,
                oracle.p95);
    }

    /** Medians by kind, then of all changes; of full sweeps alone and of the oracle, median and 95 %. */
    String markdown() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %s | %,d | %s | %s | %s | **%s** | %s | %s | %s / %s | %s / %s |",
                tickets(),
                list.changes().label(),
                budget(),
                list.pageSize(),
                list.order().label(),
                ours.calls,
                time(ours.ofNew),
                time(ours.ofChanged),
                time(ours.ofClosed),
                time(ours.median),
                time(ours.p95),
                time(ours.largest),
                time(fullOnly.median),
                time(fullOnly.p95),
                time(oracle.median),
                time(oracle.p95));
    }

    static String time(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < 6_000) {
            return String.format(Locale.ROOT, "%.1f min", seconds / 60);
        }
        return seconds < 172_800
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3_600)
                : String.format(Locale.ROOT, "%.1f d", seconds / 86_400);
    }
}
