package io.github.ticketstream.ops;

import io.github.ticketstream.ops.StreamStatus.CompleteSweep;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.process.Clocks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the stream is ready: a complete sweep was there, not long ago, and nothing stands in the way of the next one. */
public final class StreamHealth extends AbstractHealthCheck {
    private static final int PERIODS = 3;

    private final StreamStatus status;
    private final Supplier<Duration> periods;
    private final BooleanSupplier kafkaReachable;
    private final Clocks clocks;

    /** @param periods the time between the starts of two sweeps, as the budget sets it in quiet times */
    public StreamHealth(
            StreamStatus status, Supplier<Duration> periods, BooleanSupplier kafkaReachable, Clocks clocks) {
        super("tickets", "ticket-stream");
        this.status = status;
        this.periods = periods;
        this.kafkaReachable = kafkaReachable;
        this.clocks = clocks;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<CompleteSweep> lastSweep = status.lastSweep();
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
            builder.detail("next-attempt", reason.nextAttempt().toString());
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
        } else if (clocks.since(lastSweep.get().completedAt()).compareTo(patience(lastSweep.get())) > 0) {
            builder.message("no sweep has completed since " + lastComplete + why)
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
    private Duration patience(CompleteSweep last) {
        Duration period = periods.get();
        return (period.compareTo(last.took()) >= 0 ? period : last.took()).multipliedBy(PERIODS);
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
