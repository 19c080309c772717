package io.github.ticketstream.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as lines for people, or as JSON for programs. */
final class Report {
    private static final int SETTING_NOT_USABLE = 2;
    private static final int FAILED = 3;

    private final List<CheckResult> results;

    Report(List<CheckResult> results) {
        this.results = results;
    }

    void printLines(PrintStream out) {
        List<CheckResult> lines = withSkipsInOneLine();
        int width =
                lines.stream().mapToInt(result -> result.check().length()).max().orElse(0);
        for (CheckResult result : lines) {
            String remedy = result.remedy().isEmpty() ? "" : " ; what to do: " + result.remedy();
            out.println(padded(result.status().label(), 4) + "  " + padded(result.check(), width) + "  "
                    + result.found() + remedy);
        }
    }

    /** One failure can stand in the way of twenty checks in a row, and is the one that matters. */
    private List<CheckResult> withSkipsInOneLine() {
        List<CheckResult> lines = new ArrayList<>();
        for (int from = 0; from < results.size(); ) {
            CheckResult first = results.get(from);
            int to = from + 1;
            while (first.isSkipped()
                    && to < results.size()
                    && results.get(to).isSkipped()
                    && results.get(to).found().equals(first.found())) {
                to++;
            }
            lines.add(to == from + 1 ? first : first.standingFor(results.subList(from, to)));
            from = to;
        }
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    void printJson(PrintStream out) {
        List<Map<String, String>> objects = results.stream().map(Report::object).toList();
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(objects));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can't be written as JSON", e);
        }
    }

    private static Map<String, String> object(CheckResult result) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("check", result.check());
        object.put("status", result.status().label());
        object.put("found", result.found());
        object.put("remedy", result.remedy());
        return object;
    }

    int exitCode() {
        if (results.stream().noneMatch(CheckResult::hasFailed)) {
            return 0;
        }
        boolean settings = results.stream()
                .anyMatch(result -> result.hasFailed() && result.check().equals(Connections.SETTINGS));
        return settings ? SETTING_NOT_USABLE : FAILED;
    }
}
