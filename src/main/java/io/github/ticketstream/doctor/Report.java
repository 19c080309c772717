package io.github.ticketstream.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.tuya.TuyaException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** The results in their order, as lines for people, or as JSON for programs. */
final class Report {
    /** The check of the settings. If it fails, nothing else is checked. */
    static final String SETTINGS = "settings";

    private final List<CheckResult> results = new ArrayList<>();

    void addAll(List<CheckResult> others) {
        results.addAll(others);
    }

    /**
     * Makes a check, unless an earlier one has failed.
     *
     * @param blocker the name of that earlier check; empty if there is none
     * @param body may throw Tuya's and Kafka's failures
     */
    void check(String name, String blocker, Supplier<CheckResult> body) {
        CheckResult result = blocker.isEmpty()
                ? attempt(body)
                : CheckResult.skip("can't be checked, since \"" + blocker + "\" failed");
        results.add(result.named(name));
    }

    private static CheckResult attempt(Supplier<CheckResult> body) {
        try {
            return body.get();
        } catch (TuyaException e) {
            return CheckResult.fail(e.getMessage(), e.remedy());
        } catch (KafkaException | KafkaFailure e) {
            KafkaFailure failure = KafkaFailure.of(e);
            return CheckResult.fail(failure.getMessage(), failure.remedy());
        }
    }

    /** The first of these checks that has failed; empty if none has. */
    String failed(String... checks) {
        return Stream.of(checks)
                .filter(check -> results.stream()
                        .anyMatch(result ->
                                result.status() == Status.FAIL && result.check().equals(check)))
                .findFirst()
                .orElse("");
    }

    /** Prints the checks, and on one line all those that one failure prevents: they can be twenty. */
    void printLines(PrintStream out) {
        List<CheckResult> lines = results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.status() == Status.SKIP ? result.found() : result.check(),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(Report::line)
                .toList();
        int width = lines.stream().mapToInt(line -> line.check().length()).max().orElse(1);
        for (CheckResult line : lines) {
            String remedy = line.remedy().isEmpty() ? "" : " ; what to do: " + line.remedy();
            out.printf("%-4s  %-" + width + "s  %s%s%n", line.status().label(), line.check(), line.found(), remedy);
        }
    }

    private static CheckResult line(List<CheckResult> same) {
        String names = same.stream().map(CheckResult::check).collect(Collectors.joining(", "));
        return same.size() == 1
                ? same.get(0)
                : CheckResult.skip(same.get(0).found() + ": " + names).named(same.size() + " checks");
    }

    void printJson(PrintStream out) {
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(results));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can't be written as JSON", e);
        }
    }

    int exitCode() {
        boolean well = results.stream().noneMatch(result -> result.status() == Status.FAIL);
        return well ? 0 : failed(SETTINGS).isEmpty() ? 3 : 2;
    }
}
