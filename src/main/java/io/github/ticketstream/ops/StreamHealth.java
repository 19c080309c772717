package io.github.ticketstream.ops;

import io.github.ticketstream.ops.StreamStatus.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private final Clock clock;

    /** @param periods the time between the starts of two sweeps, now */
    public StreamHealth(StreamStatus status, Supplier<Duration> periods, BooleanSupplier kafkaReachable, Clock clock) {
        super("tickets", "ticket-stream");
        this.status = status;
        this.periods = periods;
        this.kafkaReachable = kafkaReachable;
        this.clock = clock;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<Instant> lastComplete = status.lastComplete();
        Optional<Trouble> trouble = status.trouble();
        builder.detail("role", status.isActive() ? "active" : "standby");
        builder.detail("sweep", status.progress());
        lastComplete.ifPresent(time -> builder.detail("last-complete-sweep", time.toString()));
        trouble.ifPresent(reason -> {
            builder.detail("reason", reason.problem());
            builder.detail("remedy", reason.remedy());
            builder.detail("next-attempt", reason.nextAttempt().toString());
        });
        String why = trouble.map(reason -> ": " + reason.problem() + "; what to do: " + reason.remedy())
                .orElse("");
        Duration period = periods.get();
        // A sweep that takes longer than a period stretches it.
        Duration stretched = period.compareTo(status.lastDuration()) >= 0 ? period : status.lastDuration();
        if (trouble.filter(Trouble::blocking).isPresent()) {
            builder.message(trouble.get().problem() + "; what to do: "
                            + trouble.get().remedy())
                    .down();
        } else if (!status.isActive()) {
            ifKafkaAnswers(builder, "standby; takes over when the active replica goes");
        } else if (lastComplete.isEmpty()) {
            builder.message("the first sweep is not complete (" + status.progress() + ")" + why)
                    .down();
        } else if (clock.instant().isAfter(lastComplete.get().plus(stretched.multipliedBy(PERIODS)))) {
            builder.message("no sweep has completed since " + lastComplete.get() + why)
                    .down();
        } else {
            ifKafkaAnswers(builder, "active; last complete sweep " + lastComplete.get());
        }
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
