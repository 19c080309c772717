package io.github.ticketstream.ops;

import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.tuya.CallBudget;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Decides whether the stream is ready: a complete sweep ended not long ago, and nothing prevents the next one. */
public final class StreamHealth extends AbstractHealthCheck {
    private static final int PERIODS = 3;

    private final StreamStatus status;
    private final Pace pace;
    private final BooleanSupplier kafkaReachable;

    /** @param pace gives the periods that the budget sets in quiet times */
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
        Optional<SweepProgress> lastSweep = status.lastSweep();
        // A sweep is a poll, too.
        SweepProgress lastPoll = status.lastPoll().orElse(null);
        Optional<Trouble> trouble = status.trouble();
        String lastComplete =
                lastSweep.map(sweep -> sweep.endedAt().wall().toString()).orElse("");
        String why = trouble.map(known -> explain(builder, known.problem(), known.remedy()))
                .orElse("");
        if (trouble.filter(Trouble::blocking).isPresent()) {
            builder.message(why).down();
        } else if (!status.isActive()) {
            ifKafkaAnswers(builder, "standby; takes over when the active replica goes");
        } else if (lastSweep.isEmpty()) {
            down(builder, "the first sweep is not complete (" + status.progress() + ")", why);
        } else if (isOverdue(lastSweep.get().endedAt(), pace.fullPeriod())) {
            String kind = pace.fullPeriod().compareTo(pace.pollPeriod()) > 0 ? "full " : "";
            down(builder, "no " + kind + "sweep has completed since " + lastComplete, why);
        } else if (isOverdue(lastPoll.endedAt(), pace.pollPeriod())) {
            down(builder, "no poll has succeeded since " + lastPoll.endedAt().wall(), why);
        } else {
            String notice = status.notice();
            ifKafkaAnswers(
                    builder, "active; last complete sweep " + lastComplete + (notice.isEmpty() ? "" : "; " + notice));
        }
    }

    /** Adds reason and remedy, and returns them in words. */
    private static String explain(HealthCheckResultBuilder builder, String reason, String remedy) {
        builder.detail("reason", reason);
        builder.detail("remedy", remedy);
        return reason + "; what to do: " + remedy;
    }

    private static void down(HealthCheckResultBuilder builder, String message, String why) {
        builder.message(message + (why.isEmpty() ? "" : ": " + why)).down();
    }

    /** A sweep that takes longer than a period stretches it. */
    private boolean isOverdue(Moment last, Duration period) {
        Duration took = status.lastSweep().map(SweepProgress::took).orElse(Duration.ZERO);
        Duration stretched = period.compareTo(took) >= 0 ? period : took;
        return status.clocks().since(last).compareTo(stretched.multipliedBy(PERIODS)) > 0;
    }

    private void ifKafkaAnswers(HealthCheckResultBuilder builder, String message) {
        if (kafkaReachable.getAsBoolean()) {
            builder.message(message).up();
        } else {
            String remedy = "check the brokers and camel.component.kafka.brokers";
            builder.message(explain(builder, "Kafka does not answer", remedy)).down();
        }
    }

    /** Checks whether the month's budget leaves calls for a sweep. */
    public static final class OfBudget extends AbstractHealthCheck {
        private final Pace pace;

        public OfBudget(Pace pace) {
            super("tickets", "call-budget");
            this.pace = pace;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            CallBudget budget = pace.budget();
            Optional<String> problem = pace.problem();
            if (problem.isPresent()) {
                builder.message(explain(builder, problem.get(), budget.remedy()))
                        .down();
            } else {
                String calls = budget.isKnown()
                        ? budget.used() + " calls this month"
                        : "the calls of this month are not known yet";
                String spent = pace.spentOn()
                        .map(day -> "; at the poll period they would be spent on " + day)
                        .orElse("");
                builder.message(calls + spent).up();
            }
        }
    }
}
