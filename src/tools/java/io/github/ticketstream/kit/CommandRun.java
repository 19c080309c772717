package io.github.ticketstream.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.doctor.CommandLine;
import io.github.ticketstream.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A command that ran in this JVM, and its output. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(Supplier<Settings> settings, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = CommandLine.run(List.of(words), settings, stream(out), stream(err));
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Reads a report in JSON: {@code status check: found} of each check, and its remedy. */
    public List<String> results() {
        try {
            List<String> results = new ArrayList<>();
            for (JsonNode result : new ObjectMapper().readTree(out)) {
                results.add(result.get("status").textValue() + " "
                        + result.get("check").textValue() + ": "
                        + result.get("found").textValue() + " -> "
                        + result.get("remedy").textValue());
            }
            return results;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + out, e);
        }
    }

    public String result(String check) {
        return results().stream()
                .filter(result -> result.substring(result.indexOf(' ') + 1).startsWith(check + ": "))
                .reduce((one, other) -> {
                    throw new IllegalStateException(check + " is there twice");
                })
                .orElse("nothing of " + check);
    }

    public List<String> with(String status) {
        return results().stream()
                .filter(result -> result.startsWith(status + " "))
                .toList();
    }
}
