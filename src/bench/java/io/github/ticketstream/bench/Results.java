package io.github.ticketstream.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All runs so far, as a file with one line each. */
final class Results {
    private final List<Run> runs = new ArrayList<>();

    void add(Run run) {
        runs.add(run);
    }

    List<Run> runs() {
        return List.copyOf(runs);
    }

    /** Comma-separated, with a line of titles; of a figure that a run does not have there is nothing. */
    List<String> csv() {
        Set<String> figures = runs.stream()
                .flatMap(run -> run.figures().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> titles = new ArrayList<>(List.of("case", "setting", "contestant", "round"));
        titles.addAll(figures);
        return Stream.concat(Stream.of(titles), runs.stream().map(run -> {
                    List<String> line = new ArrayList<>(List.of(
                            run.question(),
                            run.setting().toString(),
                            run.contestant().toString(),
                            Integer.toString(run.round())));
                    figures.forEach(figure -> line.add(
                            run.figures().containsKey(figure)
                                    ? run.figures().get(figure).toString()
                                    : ""));
                    return line;
                }))
                .map(Results::quoted)
                .toList();
    }

    private static String quoted(Collection<String> fields) {
        return fields.stream()
                .map(field -> field.contains(",") ? '"' + field + '"' : field)
                .collect(Collectors.joining(","));
    }
}
