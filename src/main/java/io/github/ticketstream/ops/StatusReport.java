package io.github.ticketstream.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.pace.Outlook;
import io.github.ticketstream.process.Clocks;
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
import java.util.Set;
import org.apache.camel.health.HealthCheck;

/** All that the status page shows, as JSON. Times are epoch milliseconds; what is not known is null. */
public final class StatusReport {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Watched stream;
    private final StreamStatus status;
    private final LastHour lastHour;
    private final Clocks clocks;

    private record Report(
            long now,
            boolean active,
            Health health,
            UnderWay underWay,
            LastSweep lastSweep,
            LastPoll lastPoll,
            long pollPeriodMillis,
            long fullSweepPeriodMillis,
            Long nextFullSweep,
            Lags freshness,
            Calls calls,
            Hidden hidden,
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

    private record LastPoll(String kind, long at, long tookMillis) {}

    /** From update time to topic, over the last hour. */
    private record Lags(Long medianMillis, Long mostMillis) {}

    private record Calls(Long thisMonth, Long perMonth, String spentOn, Map<String, Long> madeFor) {}

    /** What no update time tells, of this process; heldBack says why tickets that are missing do not count as disappeared. */
    private record Hidden(
            long silentChanges, Set<String> silentFields, long disappeared, long missing, String heldBack) {}

    public StatusReport(Watched stream, LastHour lastHour, Clocks clocks) {
        this.stream = stream;
        this.status = stream.status();
        this.lastHour = lastHour;
        this.clocks = clocks;
    }

    /** @param readiness what Camel's readiness checks have just said */
    public byte[] json(Collection<HealthCheck.Result> readiness) {
        lastHour.sample();
        Outlook outlook = stream.outlook();
        Report report = new Report(
                clocks.wall().millis(),
                status.isActive(),
                health(readiness),
                status.underWay().map(this::underWay).orElse(null),
                status.lastSweep().map(StatusReport::lastSweep).orElse(null),
                status.lastPoll().map(StatusReport::lastPoll).orElse(null),
                outlook.pace().pollPeriod().toMillis(),
                outlook.pace().fullPeriod().toMillis(),
                outlook.pace()
                        .untilFull()
                        .map(left -> clocks.wall().millis() + left.toMillis())
                        .orElse(null),
                freshness(),
                new Calls(
                        outlook.budget().isKnown() ? outlook.budget().used() : null,
                        boxed(outlook.budget().limit()),
                        outlook.spentOn().map(LocalDate::toString).orElse(null),
                        stream.calls().calls()),
                hidden(stream.meters().hidden()),
                lastHour.minutes(),
                stream.meters().recent().changes(),
                stream.meters().recent().deadLetters());
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

    private static LastPoll lastPoll(StreamStatus.LastPoll poll) {
        return new LastPoll(
                poll.partial() ? "partial" : "full",
                poll.at().at().toEpochMilli(),
                poll.took().toMillis());
    }

    private static Hidden hidden(HiddenChanges changes) {
        return new Hidden(
                changes.silentChanges(),
                changes.silentFields(),
                changes.disappearances(),
                changes.missing(),
                changes.notice().isEmpty() ? null : changes.notice());
    }

    private Lags freshness() {
        return new Lags(
                boxed(stream.meters().freshness().lag(Freshness.MEDIAN)),
                boxed(stream.meters().freshness().lag(Freshness.MOST)));
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
