package io.github.ticketstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Prints, of each class that was changed, how many of the changes its tests noticed, and below it those that they did not. */
public final class MutationScores {
    private static final Path REPORT = Path.of("target", "pit-reports", "mutations.csv");

    /** A line of the report: the place, what was changed there, and whether a test failed for it. */
    private record Change(String className, String method, String line, String mutator, String status) {
        static Change of(String line) {
            String[] columns = line.split(",", -1);
            return new Change(columns[1], columns[3], columns[4], columns[2], columns[5]);
        }

        /** A test that runs for ever has noticed the change, too. */
        boolean isNoticed() {
            return !status.equals("SURVIVED") && !status.equals("NO_COVERAGE");
        }

        String outermostClass() {
            return className.split("\\$", 2)[0];
        }

        String inWords() {
            return "line " + line + ", " + method + ": " + mutator.substring(mutator.lastIndexOf('.') + 1)
                    + (status.equals("NO_COVERAGE") ? " (no test comes here)" : "");
        }
    }

    private MutationScores() {}

    /** @param args none */
    public static void main(String[] args) throws IOException {
        SortedMap<String, List<Change>> byClass = new TreeMap<>();
        for (String line : Files.readAllLines(REPORT)) {
            Change change = Change.of(line);
            byClass.computeIfAbsent(change.outermostClass(), name -> new ArrayList<>())
                    .add(change);
        }
        byClass.forEach((className, changes) -> {
            System.out.println(score(className, changes));
            changes.stream()
                    .filter(change -> !change.isNoticed())
                    .forEach(change -> System.out.println("             " + change.inWords()));
        });
        System.out.println(
                score("all", byClass.values().stream().flatMap(List::stream).toList()));
    }

    private static String score(String name, List<Change> changes) {
        long noticed = changes.stream().filter(Change::isNoticed).count();
        return String.format(
                Locale.ROOT, "%4d/%4d %3d%% %s", noticed, changes.size(), 100 * noticed / changes.size(), name);
    }
}
