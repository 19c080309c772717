package io.github.ticketstream.bench;

import io.github.ticketstream.kit.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All runs as one table: a row for each figure of each case and setting, a column for each contestant. A cell is the median of
 * the rounds, with the least and the most. The second run of raw has no column; its ratio to the first is the noise.
 */
final class Results {
    private static final List<Contestant> COLUMNS = List.of(Contestant.RAW, Contestant.OURS);

    private final List<Run> runs = new ArrayList<>();

    /**
     * The result of one contestant in one round.
     *
     * @param figures the measurements, by name with unit, the most important first
     */
    record Run(BenchCase question, Setting setting, Contestant contestant, int round, Map<String, Double> figures) {
        @Override
        public String toString() {
            return "%s, %s, round %d, %s: ".formatted(question, setting, round, contestant)
                    + figures.entrySet().stream()
                            .map(figure -> figure.getKey() + " " + Spread.text(figure.getValue()))
                            .collect(Collectors.joining("; "));
        }
    }

    private record Row(BenchCase question, Setting setting, String figure) {
        boolean holds(Run run) {
            return run.question() == question
                    && run.setting().equals(setting)
                    && run.figures().containsKey(figure);
        }
    }

    void add(Run run) {
        runs.add(run);
    }

    List<String> table() {
        List<String> titles = List.of("case", "setting", "figure", "raw", "ours", "ours ÷ raw", "noise: raw again ÷ raw");
        List<String> lines = new ArrayList<>(
                List.of(line(titles), line(titles.stream().map(title -> "---").toList())));
        runs.stream()
                .flatMap(run ->
                        run.figures().keySet().stream().map(figure -> new Row(run.question(), run.setting(), figure)))
                .distinct()
                .forEach(row -> lines.add(line(cells(row))));
        return lines;
    }

    private List<String> cells(Row row) {
        List<String> cells =
                new ArrayList<>(List.of(row.question().toString(), row.setting().toString(), row.figure()));
        COLUMNS.forEach(contestant -> cells.add(text(runsOf(row, contestant).stream()
                .map(run -> run.figures().get(row.figure()))
                .toList())));
        cells.add(text(ratios(row, Contestant.OURS)));
        cells.add(text(ratios(row, Contestant.RAW_AGAIN)));
        return cells;
    }

    private List<Run> runsOf(Row row, Contestant contestant) {
        return runs.stream()
                .filter(run -> row.holds(run) && run.contestant() == contestant)
                .toList();
    }

    private List<Double> ratios(Row row, Contestant contestant) {
        List<Double> ratios = new ArrayList<>();
        for (Run raw : runsOf(row, Contestant.RAW)) {
            runsOf(row, contestant).stream()
                    .filter(run -> run.round() == raw.round())
                    .map(run -> run.figures().get(row.figure()) / raw.figures().get(row.figure()))
                    .forEach(ratios::add);
        }
        return ratios;
    }

    private static String text(List<Double> values) {
        return values.isEmpty() ? "–" : Spread.of(values).toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
