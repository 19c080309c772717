package io.github.ticketstream.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.tuya.TuyaException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** The results in their order, as lines for people, or as JSON for programs. */
final class Report {
    /** The check of the settings. If it fails, nothing else is checked. */
    static final String SETTINGS = "settings";

    private final List<CheckResult> results = new ArrayList<>();
    /** For each check that has failed, or was skipped for that: the check that failed. */
    private final Map<String, String> failures = new HashMap<>();

    void add(CheckResult result) {
        results.add(result);
        if (result.status() == Status.FAIL) {
            failures.put(result.check(), result.check());
        }
    }

    /**
     * Makes a check, or skips it if one that it needs has failed.
     *
     * @param body may throw Tuya's and Kafka's failures
     * @param needed names of earlier checks
     */
    void check(String name, Supplier<CheckResult> body, String... needed) {
        Stream.of(needed)
                .filter(failures::containsKey)
                .findFirst()
                .ifPresentOrElse(
                        need -> skip(name, failures.get(need)),
                        () -> add(attempt(body).named(name)));
    }

    /** Skips a check because of another one that fails. */
    void skip(String name, String failed) {
        failures.put(name, failed);
        add(CheckResult.skip("can't be checked, since \"" + failed + "\" failed")
                .named(name));
    }

    boolean hasFailed(String check) {
        return failures.containsKey(check);
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
        out.println(new ObjectMapper().valueToTree(results).toPrettyString());
    }

    int exitCode() {
        return failures.isEmpty() ? 0 : hasFailed(SETTINGS) ? 2 : 3;
    }
}
