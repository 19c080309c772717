package io.github.ticketstream.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.tuya.Tuya;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.camel.health.HealthCheck;

/** All that the status page shows, as JSON. Times are epoch milliseconds; what is not known is null. */
public final class StatusReport {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final StreamStatus status;
    private final RecentChanges recent;
    private final LastHour lastHour;
    private final Tuya tuya;
    private final Clocks clocks;

    private record Report(
            long now,
            boolean active,
            Health health,
            UnderWay underWay,
            LastSweep lastSweep,
            long pollPeriodMillis,
            Calls calls,
            List<LastHour.Minute> lastHour,
            List<Change> changes,
            List<DeadLetter> deadLetters) {}

    private record Health(boolean up, String message, String reason, String remedy, Long nextAttempt) {}

    private record UnderWay(
            long startedAt, long pages, Long expectedPages, long fetched, Long total, Long millisLeft) {}

    private record LastSweep(
            long startedAt,
            long completedAt,
            long pages,
            long fetched,
            long changed,
            long unchanged,
            long deadLettered,
            long calls,
            Map<String, Integer> states) {}

    private record Calls(long thisMonth, Long perMonth, String spentOn) {}

    public StatusReport(StreamStatus status, RecentChanges recent, LastHour lastHour, Tuya tuya, Clocks clocks) {
        this.status = status;
        this.recent = recent;
        this.lastHour = lastHour;
        this.tuya = tuya;
        this.clocks = clocks;
    }

    /** @param readiness what Camel's readiness checks have just said */
    public byte[] json(Collection<HealthCheck.Result> readiness) {
        lastHour.sample();
        Report report = new Report(
                clocks.wall().millis(),
                status.isActive(),
                health(readiness),
                status.underWay().map(this::underWay).orElse(null),
                status.lastSweep().map(StatusReport::lastSweep).orElse(null),
                tuya.pace().quietPeriod().toMillis(),
                new Calls(
                        tuya.budget().used(),
                        boxed(tuya.budget().limit()),
                        tuya.pace().spentOn().map(LocalDate::toString).orElse(null)),
                lastHour.minutes(),
                recent.changes(),
                recent.deadLetters());
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the status can't be written", e);
        }
    }

    /** The most telling of the checks that are down, or of all. */
    private Health health(Collection<HealthCheck.Result> results) {
        HealthCheck.Result first = Collections.min(
                results,
                Comparator.comparing((HealthCheck.Result result) -> result.getState() == HealthCheck.State.UP)
                        .thenComparing(result -> !result.getCheck().getId().equals("ticket-stream")));
        Map<String, Object> details = first.getDetails();
        return new Health(
                first.getState() == HealthCheck.State.UP,
                first.getMessage().orElse(""),
                Objects.toString(details.get("reason"), null),
                Objects.toString(details.get("remedy"), null),
                status.trouble()
                        .map(Trouble::nextAttempt)
                        .map(Instant::toEpochMilli)
                        .orElse(null));
    }

    private UnderWay underWay(SweepProgress sweep) {
        OptionalLong expected = sweep.expectedPages();
        return new UnderWay(
                sweep.startedAt().at().toEpochMilli(),
                sweep.pages(),
                boxed(expected),
                sweep.fetched(),
                sweep.total() < 0 ? null : sweep.total(),
                sweep.timeLeft(clocks.since(sweep.startedAt()))
                        .map(Duration::toMillis)
                        .orElse(null));
    }

    private static Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static LastSweep lastSweep(StreamStatus.CompleteSweep sweep) {
        SweepProgress counts = sweep.counts();
        return new LastSweep(
                counts.startedAt().at().toEpochMilli(),
                sweep.completedAt().at().toEpochMilli(),
                counts.pages(),
                counts.fetched(),
                counts.published(),
                counts.unchanged(),
                counts.deadLettered(),
                sweep.calls(),
                counts.states());
    }
}
