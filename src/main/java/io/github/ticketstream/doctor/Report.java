package io.github.ticketstream.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.tuya.TuyaException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** The results in their order, as lines for people, or as JSON for programs. */
final class Report {
    /** The check of the settings: with its failure there is nothing else to check. */
    static final String SETTINGS = "settings";

    private static final int SETTING_NOT_USABLE = 2;
    private static final int FAILED = 3;

    private final List<CheckResult> results = new ArrayList<>();

    /**
     * Makes a check, unless an earlier one stands in its way.
     *
     * @param blocker the name of the one that does; empty if none does
     * @param body may throw what Tuya's and Kafka's failures are told by
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
                .filter(check ->
                        results.stream().anyMatch(result -> result.check().equals(check) && result.is(Status.FAIL)))
                .findFirst()
                .orElse("");
    }

    void addAll(List<CheckResult> others) {
        results.addAll(others);
    }

    void printLines(PrintStream out) {
        List<CheckResult> lines = withSkipsInOneLine();
        int width = lines.stream().mapToInt(line -> line.check().length()).max().orElse(1);
        for (CheckResult line : lines) {
            String remedy = line.remedy().isEmpty() ? "" : " ; what to do: " + line.remedy();
            out.printf("%-4s  %-" + width + "s  %s%s%n", line.status().label(), line.check(), line.found(), remedy);
        }
    }

    /** One failure can stand in the way of twenty checks in a row, and is the one that matters. */
    private List<CheckResult> withSkipsInOneLine() {
        List<CheckResult> lines = new ArrayList<>();
        for (int from = 0; from < results.size(); ) {
            CheckResult first = results.get(from);
            List<CheckResult> same = results.stream()
                    .skip(from)
                    .takeWhile(
                            result -> result.is(Status.SKIP) && result.found().equals(first.found()))
                    .toList();
            if (same.size() > 1) {
                String names = same.stream().map(CheckResult::check).collect(Collectors.joining(", "));
                lines.add(CheckResult.skip(first.found() + ": " + names).named(same.size() + " checks"));
            } else {
                lines.add(first);
            }
            from += Math.max(1, same.size());
        }
        return lines;
    }

    void printJson(PrintStream out) {
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(results));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can't be written as JSON", e);
        }
    }

    int exitCode() {
        boolean well = results.stream().noneMatch(result -> result.is(Status.FAIL));
        return well ? 0 : failed(SETTINGS).isEmpty() ? FAILED : SETTING_NOT_USABLE;
    }
}
