package io.github.ticketstream.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The runs as one table: a row for each figure of each case and setting, a column for each contestant. A cell is the median of
 * the rounds, with the least and the most. The second run of raw has no column; its ratio to the first is the noise.
 */
final class SummaryTable {
    private static final String NOTHING = "–";

    private final List<Run> runs;
    private final List<Contestant> columns;

    /** @param contestants that were asked for */
    SummaryTable(List<Run> runs, List<Contestant> contestants) {
        this.runs = runs;
        this.columns = contestants.stream()
                .filter(contestant -> contestant != Contestant.RAW_AGAIN)
                .toList();
    }

    /** A figure of one case in one setting. */
    record Row(String question, Setting setting, String figure) {}

    List<Contestant> columns() {
        return columns;
    }

    /** The most important figure of each case and setting. */
    List<Row> mainRows() {
        return runs.stream()
                .map(run -> new Row(
                        run.question(),
                        run.setting(),
                        run.figures().keySet().iterator().next()))
                .distinct()
                .toList();
    }

    /** Empty if the contestant was not measured there. */
    Optional<Double> median(Row row, Contestant contestant) {
        return spread(row, contestant).map(Spread::median);
    }

    /** In Markdown. */
    List<String> lines() {
        List<String> titles = new ArrayList<>(List.of("case", "setting", "figure"));
        columns.forEach(contestant -> titles.add(contestant.toString()));
        titles.addAll(List.of("ours ÷ raw", "noise: raw again ÷ raw"));
        List<String> lines = new ArrayList<>(
                List.of(line(titles), line(titles.stream().map(title -> "---").toList())));
        rows().forEach(row -> lines.add(line(cells(row))));
        return lines;
    }

    private Set<Row> rows() {
        return runs.stream()
                .flatMap(run ->
                        run.figures().keySet().stream().map(figure -> new Row(run.question(), run.setting(), figure)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> cells(Row row) {
        List<String> cells =
                new ArrayList<>(List.of(row.question(), row.setting().toString(), row.figure()));
        columns.forEach(contestant ->
                cells.add(spread(row, contestant).map(Figures::text).orElse("not run")));
        cells.add(ratio(row, Contestant.OURS));
        cells.add(ratio(row, Contestant.RAW_AGAIN));
        return cells;
    }

    private Optional<Spread> spread(Row row, Contestant contestant) {
        List<Double> values = runsOf(row, contestant).stream()
                .map(run -> run.figures().get(row.figure()))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    private List<Run> runsOf(Row row, Contestant contestant) {
        return runs.stream()
                .filter(run -> run.question().equals(row.question())
                        && run.setting().equals(row.setting())
                        && run.contestant() == contestant
                        && run.figures().containsKey(row.figure()))
                .toList();
    }

    /** Of two runs of the same round. */
    private String ratio(Row row, Contestant contestant) {
        List<Double> ratios = new ArrayList<>();
        for (Run raw : runsOf(row, Contestant.RAW)) {
            runsOf(row, contestant).stream()
                    .filter(run -> run.round() == raw.round())
                    .map(run -> run.figures().get(row.figure()) / raw.figures().get(row.figure()))
                    .forEach(ratios::add);
        }
        return ratios.isEmpty() ? NOTHING : Figures.text(Spread.of(ratios));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
