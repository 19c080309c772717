package io.github.ticketstream.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.TuyaMeters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.camel.health.HealthCheck;

/** All that the status page shows, as JSON. Times are epoch milliseconds; unknown values are null. */
public final class StatusReport {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final StreamStatus status;
    private final Pace pace;
    private final TuyaMeters calls;
    private final LastHour lastHour;
    private final Clocks clocks;

    public StatusReport(StreamStatus status, Pace pace, TuyaMeters calls, LastHour lastHour) {
        this.status = status;
        this.pace = pace;
        this.calls = calls;
        this.lastHour = lastHour;
        this.clocks = status.clocks();
    }

    /** @param readiness the results of Camel's readiness checks */
    public byte[] json(Collection<HealthCheck.Result> readiness) {
        lastHour.sample();
        StreamMeters meters = status.meters();
        ObjectNode json = object().put("now", clocks.wall().millis()).put("active", status.isActive());
        json.set("health", health(readiness));
        json.set("under_way", status.underWay().map(this::underWay).orElse(null));
        json.set("last_sweep", status.lastSweep().map(StatusReport::lastSweep).orElse(null));
        json.set("last_poll", status.lastPoll().map(this::lastPoll).orElse(null));
        json.put("poll_period_millis", pace.pollPeriod().toMillis());
        json.put("full_sweep_period_millis", pace.fullPeriod().toMillis());
        json.put(
                "next_full_sweep",
                pace.untilFull()
                        .map(left -> clocks.wall().millis() + left.toMillis())
                        .orElse(null));
        json.putObject("freshness")
                .put("median_millis", boxed(meters.freshness(StreamMeters.MEDIAN)))
                .put("most_millis", boxed(meters.freshness(StreamMeters.MOST)));
        json.set("calls", calls());
        json.set("hidden", hidden());
        json.set("last_hour", JSON.valueToTree(lastHour.minutes()));
        json.set("changes", JSON.valueToTree(meters.recent().changes()));
        json.set("dead_letters", JSON.valueToTree(meters.recent().deadLetters()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the most telling check of those that are down, or of all. */
    private JsonNode health(Collection<HealthCheck.Result> results) {
        HealthCheck.Result first = Collections.min(
                results,
                Comparator.comparing((HealthCheck.Result result) -> result.getState() == HealthCheck.State.UP)
                        .thenComparing(result -> !result.getCheck().getId().equals("ticket-stream")));
        Map<String, Object> details = first.getDetails();
        return object().put("up", first.getState() == HealthCheck.State.UP)
                .put("message", first.getMessage().orElse(""))
                .put("reason", Objects.toString(details.get("reason"), null))
                .put("remedy", Objects.toString(details.get("remedy"), null))
                .put(
                        "next_attempt",
                        status.trouble()
                                .map(Trouble::nextAttempt)
                                .map(Instant::toEpochMilli)
                                .orElse(null));
    }

    private JsonNode underWay(SweepProgress sweep) {
        return object().put("started_at", sweep.startedAt().wall().toEpochMilli())
                .put("pages", sweep.pages())
                .put("expected_pages", boxed(sweep.expectedPages()))
                .put("fetched", sweep.get(SweepCount.FETCHED))
                .put("total", sweep.total() < 0 ? null : sweep.total())
                .put(
                        "millis_left",
                        sweep.timeLeft(clocks.since(sweep.startedAt()))
                                .map(Duration::toMillis)
                                .orElse(null));
    }

    private static JsonNode lastSweep(SweepProgress sweep) {
        ObjectNode json = object().put("started_at", sweep.startedAt().wall().toEpochMilli())
                .put("completed_at", sweep.endedAt().wall().toEpochMilli())
                .put("pages", sweep.pages())
                .put("calls", sweep.calls());
        for (SweepCount count : SweepCount.values()) {
            if (!count.word.isEmpty()) {
                json.put(count.word, sweep.get(count));
            }
        }
        json.set("states", JSON.valueToTree(sweep.states()));
        return json;
    }

    private JsonNode lastPoll(SweepProgress poll) {
        boolean isFull = status.lastSweep().filter(poll::equals).isPresent();
        return object().put("kind", isFull ? "full" : "partial")
                .put("at", poll.endedAt().wall().toEpochMilli());
    }

    private JsonNode calls() {
        CallBudget budget = pace.budget();
        ObjectNode json = object().put("this_month", budget.isKnown() ? budget.used() : null)
                .put("per_month", boxed(budget.limit()))
                .put("spent_on", pace.spentOn().map(LocalDate::toString).orElse(null));
        json.put("page_size", calls.pageSize());
        json.set("made_for", JSON.valueToTree(calls.calls()));
        return json;
    }

    /** Silent changes and disappeared tickets of this process; {@code held_back} says why missing ones do not count as gone. */
    private JsonNode hidden() {
        StreamMeters meters = status.meters();
        ObjectNode json = object().put("silent_changes", meters.total(SweepCount.SILENT))
                .put("disappeared", meters.total(SweepCount.DISAPPEARED))
                .put("missing", meters.missing())
                .put("held_back", status.heldBack().isEmpty() ? null : status.heldBack());
        json.set("silent_fields", JSON.valueToTree(meters.silentFields()));
        return json;
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
