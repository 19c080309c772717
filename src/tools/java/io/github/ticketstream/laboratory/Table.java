package io.github.ticketstream.laboratory;

import io.github.ticketstream.laboratory.Cell.Results;
import io.github.ticketstream.laboratory.LabChange.Kind;
import java.util.Locale;

/** The laboratory's results: a line of Markdown for each cell. */
final class Table {
    static final String HEAD = """
        | tickets | budget | order | calls | new | changed | closed | all: median | 95 % | largest | full only | oracle |
        |---|---|---|---|---|---|---|---|---|---|---|---|\
        """;

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
                time(ours.of(Kind.NEW).median()),
                time(ours.of(Kind.CHANGED).median()),
                time(ours.of(Kind.CLOSED).median()),
                time(ours.ofAll().median()),
                time(ours.ofAll().at(0.95)),
                time(ours.ofAll().most()),
                time(results.fullOnly().delays().ofAll().median()),
                time(results.fullOnly().delays().ofAll().at(0.95)),
                time(results.oracle().delays().ofAll().median()),
                time(results.oracle().delays().ofAll().at(0.95)));
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
