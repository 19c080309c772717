package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times by kind of fault, and the figures of the whole run. */
final class ResultTable {
    private static final String ROW = "  %-22s %6s %12s %12s";

    private final Map<FaultKind, List<Long>> recoveries = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, List<Long>> failOvers = new EnumMap<>(FaultKind.class);
    private final List<String> figures = new ArrayList<>();

    void recovered(FaultKind kind, long nanos) {
        recoveries.computeIfAbsent(kind, k -> new ArrayList<>()).add(nanos);
    }

    void failedOver(FaultKind kind, long nanos) {
        failOvers.computeIfAbsent(kind, k -> new ArrayList<>()).add(nanos);
    }

    void figure(String name, Object value) {
        figures.add("  %-22s %s".formatted(name, value));
    }

    /** @param breaches name → cases; none if the promise held */
    List<String> lines(Map<String, List<String>> breaches) {
        List<String> lines = new ArrayList<>();
        times(lines, "fault", "to recover", recoveries);
        if (!failOvers.isEmpty()) {
            times(lines, "fail-over", "to take over", failOvers);
        }
        lines.add("");
        lines.addAll(figures);
        breaches.forEach((name, cases) -> {
            lines.add("  BREACH: %s, %d times".formatted(name, cases.size()));
            cases.stream().limit(5).forEach(each -> lines.add("    " + each));
        });
        lines.add(breaches.isEmpty() ? "The promise held." : "THE PROMISE IS BROKEN.");
        return lines;
    }

    private static void times(List<String> lines, String what, String title, Map<FaultKind, List<Long>> times) {
        lines.add("");
        lines.add(ROW.formatted(what, "count", "median", "longest") + "   " + title);
        times.forEach((kind, nanos) -> lines.add(row(kind.toString(), nanos)));
        lines.add(row("all", times.values().stream().flatMap(List::stream).toList()));
    }

    private static String row(String name, List<Long> nanos) {
        Spread spread = Spread.of(nanos);
        return ROW.formatted(
                name, nanos.size(), seconds(Math.round(spread.median())), seconds(Math.round(spread.most())));
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
