package io.github.ticketstream.laboratory;

import io.github.ticketstream.laboratory.Cell.Result;
import io.github.ticketstream.laboratory.Cell.Results;
import io.github.ticketstream.laboratory.LabChange.Kind;
import java.util.Locale;

/** The laboratory's results: a line of Markdown and a line of CSV for each cell. */
final class Table {
    static final String HEAD =
            """
            | tickets | budget | order | calls | new | changed | closed | all: median | 95 % | largest | full only | oracle |
            |---|---|---|---|---|---|---|---|---|---|---|---|""";
    static final String CSV_HEAD =
            "tickets,new_per_day,calls_per_month,order,poller,calls,new_median_s,changed_median_s,closed_median_s,"
                    + "median_s,p95_s,max_s";

    private Table() {}

    /** Medians by kind, then of all changes; of full sweeps alone and of the oracle, median and 95 %. */
    static String line(Cell cell, Results results) {
        Delays ours = results.ours().delays();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %,d | %s | %s | %s | **%s** | %s | %s | %s / %s | %s / %s |",
                cell.tickets(),
                cell.budget(),
                cell.list().order().label(),
                results.ours().calls(),
                time(ours.of(Kind.NEW, 0.5)),
                time(ours.of(Kind.CHANGED, 0.5)),
                time(ours.of(Kind.CLOSED, 0.5)),
                time(ours.ofAll(0.5)),
                time(ours.ofAll(0.95)),
                time(ours.ofAll(1)),
                time(results.fullOnly().delays().ofAll(0.5)),
                time(results.fullOnly().delays().ofAll(0.95)),
                time(results.oracle().delays().ofAll(0.5)),
                time(results.oracle().delays().ofAll(0.95)));
    }

    static String csv(Cell cell, String poller, Result result) {
        Delays delays = result.delays();
        return String.format(
                Locale.ROOT,
                "%d,%d,%s,%s,%s,%d,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f",
                cell.list().tickets(),
                cell.list().newPerDay(),
                cell.callsPerMonth().isPresent()
                        ? Long.toString(cell.callsPerMonth().getAsLong())
                        : "",
                cell.list().order().label(),
                poller,
                result.calls(),
                delays.of(Kind.NEW, 0.5),
                delays.of(Kind.CHANGED, 0.5),
                delays.of(Kind.CLOSED, 0.5),
                delays.ofAll(0.5),
                delays.ofAll(0.95),
                delays.ofAll(1));
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
