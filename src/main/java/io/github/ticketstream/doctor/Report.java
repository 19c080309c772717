package io.github.ticketstream.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.tuya.TuyaException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** The results in their order, as lines for people, or as JSON for programs. */
final class Report {
    /** By the checks' names. All checks that one failure prevents are one result: they can be twenty. */
    private final Map<String, CheckResult> results = new LinkedHashMap<>();
    /** For each check that has failed, or was skipped for that: the check that failed. */
    private final Map<String, String> failures = new HashMap<>();

    void add(CheckResult result) {
        results.put(result.check(), result);
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

    private void skip(String name, String failed) {
        failures.put(name, failed);
        String since = "since " + failed + " failed";
        String others = results.containsKey(since) ? results.get(since).found() + ", " : "not checked: ";
        add(CheckResult.skip(others + name).named(since));
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

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    String lines() {
        int width = results.keySet().stream().mapToInt(String::length).max().orElse(1);
        return results.values().stream()
                .map(result -> ("%-4s  %-" + width + "s  %s%s%n")
                        .formatted(
                                result.status().label(),
                                result.check(),
                                result.found(),
                                result.remedy().isEmpty() ? "" : " ; what to do: " + result.remedy()))
                .collect(Collectors.joining());
    }

    String json() {
        return new ObjectMapper().valueToTree(results.values()).toPrettyString() + System.lineSeparator();
    }
}
