package io.github.ticketstream.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.tuya.CallBudget;
import java.time.Clock;
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
    private final CallBudget budget;
    private final Clock clock;

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

    public StatusReport(StreamStatus status, RecentChanges recent, LastHour lastHour, CallBudget budget, Clock clock) {
        this.status = status;
        this.recent = recent;
        this.lastHour = lastHour;
        this.budget = budget;
        this.clock = clock;
    }

    /** @param readiness what Camel's readiness checks have just said */
    public byte[] json(Collection<HealthCheck.Result> readiness) {
        lastHour.sample();
        Report report = new Report(
                clock.millis(),
                status.isActive(),
                health(readiness),
                status.underWay().map(this::underWay).orElse(null),
                status.lastSweep().map(StatusReport::lastSweep).orElse(null),
                budget.period().toMillis(),
                new Calls(
                        budget.used(),
                        budget.limit().isPresent() ? budget.limit().getAsLong() : null,
                        budget.spentOn().map(LocalDate::toString).orElse(null)),
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
                sweep.startedAt().toEpochMilli(),
                sweep.pages(),
                expected.isPresent() ? expected.getAsLong() : null,
                sweep.fetched(),
                sweep.total() < 0 ? null : sweep.total(),
                sweep.timeLeft(clock.instant()).map(Duration::toMillis).orElse(null));
    }

    private static LastSweep lastSweep(StreamStatus.CompleteSweep sweep) {
        SweepProgress counts = sweep.counts();
        return new LastSweep(
                counts.startedAt().toEpochMilli(),
                sweep.completedAt().toEpochMilli(),
                counts.pages(),
                counts.fetched(),
                counts.published(),
                counts.unchanged(),
                counts.deadLettered(),
                sweep.calls(),
                counts.states());
    }
}
