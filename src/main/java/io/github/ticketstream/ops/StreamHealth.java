package io.github.ticketstream.ops;

import io.github.ticketstream.ops.StreamStatus.CompleteSweep;
import io.github.ticketstream.ops.StreamStatus.LastPoll;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.process.Clocks.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the stream is ready: a complete sweep was there, not long ago, and nothing stands in the way of the next one. */
public final class StreamHealth extends AbstractHealthCheck {
    private static final int PERIODS = 3;

    private final StreamStatus status;
    private final Pace pace;
    private final BooleanSupplier kafkaReachable;

    /** @param pace its periods are as the budget sets them in quiet times */
    public StreamHealth(StreamStatus status, Pace pace, BooleanSupplier kafkaReachable) {
        super("tickets", "ticket-stream");
        this.status = status;
        this.pace = pace;
        this.kafkaReachable = kafkaReachable;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<CompleteSweep> lastSweep = status.lastSweep();
        Optional<LastPoll> lastPoll = status.lastPoll();
        String lastComplete =
                lastSweep.map(sweep -> sweep.completedAt().at().toString()).orElse("");
        Optional<Trouble> trouble = status.trouble();
        builder.detail("role", status.isActive() ? "active" : "standby");
        builder.detail("sweep", status.progress());
        lastSweep.ifPresent(sweep -> builder.detail("last-complete-sweep", lastComplete));
        if (!status.notice().isEmpty()) {
            builder.detail("notice", status.notice());
        }
        builder.detail("total-excess", status.excess());
        trouble.ifPresent(reason -> {
            builder.detail("reason", reason.problem());
            builder.detail("remedy", reason.remedy());
            if (reason.nextAttempt() != null) {
                builder.detail("next-attempt", reason.nextAttempt().toString());
            }
        });
        String why = trouble.map(reason -> ": " + reason.problem() + "; what to do: " + reason.remedy())
                .orElse("");
        if (trouble.filter(Trouble::blocking).isPresent()) {
            builder.message(trouble.get().problem() + "; what to do: "
                            + trouble.get().remedy())
                    .down();
        } else if (!status.isActive()) {
            ifKafkaAnswers(builder, "standby; takes over when the active replica goes");
        } else if (lastSweep.isEmpty()) {
            builder.message("the first sweep is not complete (" + status.progress() + ")" + why)
                    .down();
        } else if (isOverdue(
                lastSweep.get().completedAt(),
                pace.fullPeriod(),
                lastSweep.get().took())) {
            builder.message("no " + (isPartialInUse() ? "full " : "") + "sweep has completed since " + lastComplete
                            + why)
                    .down();
        } else if (lastPoll.isPresent()
                && isOverdue(
                        lastPoll.get().at(), pace.pollPeriod(), lastSweep.get().took())) {
            builder.message("no poll has succeeded since " + lastPoll.get().at().at() + why)
                    .down();
        } else {
            ifKafkaAnswers(builder, "active; last complete sweep " + lastComplete + notices());
        }
    }

    /** What an operator should know although all is well. Of a check that is up, only the message is shown. */
    private String notices() {
        String excess =
                status.excess() > 0 ? "; the API counts " + status.excess() + " tickets that it does not list" : "";
        return excess + (status.notice().isEmpty() ? "" : "; " + status.notice());
    }

    /** A sweep that takes longer than a period stretches it. */
    private boolean isOverdue(Moment last, Duration period, Duration took) {
        Duration stretched = period.compareTo(took) >= 0 ? period : took;
        return status.clocks().since(last).compareTo(stretched.multipliedBy(PERIODS)) > 0;
    }

    private boolean isPartialInUse() {
        return pace.fullPeriod().compareTo(pace.pollPeriod()) > 0;
    }

    private void ifKafkaAnswers(HealthCheckResultBuilder builder, String message) {
        if (kafkaReachable.getAsBoolean()) {
            builder.message(message).up();
        } else {
            builder.detail("reason", "Kafka does not answer");
            builder.detail("remedy", "check the brokers and camel.component.kafka.brokers");
            builder.message("Kafka does not answer; what to do: check the brokers and camel.component.kafka.brokers")
                    .down();
        }
    }
}
