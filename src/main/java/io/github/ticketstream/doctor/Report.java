package io.github.ticketstream.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
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
        int width = results.stream()
                .mapToInt(result -> result.check().length())
                .max()
                .orElse(0);
        for (CheckResult result : results) {
            String remedy = result.remedy().isEmpty() ? "" : " ; what to do: " + result.remedy();
            out.println(padded(result.status().label(), 4) + "  " + padded(result.check(), width) + "  "
                    + result.found() + remedy);
        }
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
