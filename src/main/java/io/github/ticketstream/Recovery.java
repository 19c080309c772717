package io.github.ticketstream;

import static org.slf4j.event.Level.ERROR;
import static org.slf4j.event.Level.WARN;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.tuya.TuyaException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, after a sweep failed, when the next one begins, and says once what happened and what to do. Camel's error
 * handler does the waiting and begins it.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration FIRST_SLOW_PAUSE = Duration.ofSeconds(10);
    // While Kafka is unreachable the program makes no calls, so trying often costs nothing.
    private static final Duration KAFKA_PAUSE = Duration.ofSeconds(5);
    private static final Duration SLOW_PROBE = Duration.ofMinutes(5);
    private static final Duration CONNECTION_PROBE = Duration.ofMinutes(1);
    private static final Duration QUOTA_PROBE = Duration.ofHours(1);
    /** An API that asks for a longer pause may recover long before its end. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private static final Duration LASTS = Duration.ofMinutes(1);
    private static final double MAX_JITTER = 0.2;
    /** So many refused tokens in a row have a cause that lasts. */
    private static final int REFUSALS_THAT_LAST = 3;

    private final Sweeps sweeps;
    private final StreamStatus status;
    private final Runnable commitCalls;
    private final Clocks clocks;
    private String lastCategory = "";
    private Moment since;
    private int inARow;

    private enum Level {
        /** Nobody has to act, unless it lasts. */
        PASSES,
        /** Nobody has to act, but nothing works meanwhile. */
        BLOCKS,
        NEEDS_OPERATOR
    }

    /** The consequence of a failure. Without a pause, the next attempt comes with the next period. */
    private record Verdict(Source source, String problem, String remedy, Level level, Duration pause) {}

    /** @param commitCalls commits the count of the calls; fails while Kafka does not answer */
    Recovery(Sweeps sweeps, StreamStatus status, Runnable commitCalls, Clocks clocks) {
        this.sweeps = sweeps;
        this.status = status;
        this.commitCalls = commitCalls;
        this.clocks = clocks;
    }

    /** Called by the error handler after each failed sweep; sets the pause before the next one. */
    public boolean again(Exchange exchange) {
        try {
            return isRepeated(exchange);
        } finally {
            sweeps.clearLogContext();
        }
    }

    private boolean isRepeated(Exchange exchange) {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (status.isStopping()) {
            sweeps.abandon();
            countCalls(thrown);
            return false;
        }
        boolean isFirst = exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class) == 1;
        String category = category(thrown);
        if (isFirst || !category.equals(lastCategory)) {
            inARow = 0;
            since = clocks.now();
            lastCategory = category;
        }
        inARow++;
        Duration period = sweeps.retryPeriod();
        boolean underWay = sweeps.isUnderWay();
        Verdict verdict = judge(thrown, period);
        sweeps.fail();
        Duration ofKind = verdict.pause() == null ? period : verdict.pause();
        // Before a sweep begins, no calls are made: the month's pace does not matter.
        Duration pause = underWay ? sweeps.pause(ofKind) : ofKind;
        report(verdict, thrown, pause);
        countCalls(thrown);
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, pause.toMillis());
        return verdict.pause() != null;
    }

    /** If that fails, the next poll that succeeds commits the count. */
    private void countCalls(Throwable thrown) {
        if (!status.isActive() || KafkaFailure.of(thrown) != null) {
            return;
        }
        try {
            commitCalls.run();
        } catch (RuntimeException e) {
            LOG.debug("The count of the calls could not be committed", e);
        }
    }

    private void report(Verdict verdict, Throwable thrown, Duration pause) {
        status.pulse().rest(pause);
        status.failed(new Trouble(
                verdict.source(),
                verdict.problem(),
                verdict.remedy(),
                verdict.level() != Level.PASSES,
                clocks.wall().instant().plus(pause)));
        if (verdict.source() == Source.PROGRAM) {
            LOG.error("An error of the program itself; please report it", thrown);
        }
        String next = verdict.pause() == null ? "with the next period" : "in " + (pause.toMillis() + 500) / 1000 + " s";
        LOG.atLevel(verdict.level() == Level.NEEDS_OPERATOR ? ERROR : WARN)
                .log("sweep failed: {}; what to do: {}; next attempt {}", verdict.problem(), verdict.remedy(), next);
    }

    private Verdict judge(Throwable thrown, Duration period) {
        KafkaFailure kafka = KafkaFailure.of(thrown);
        if (kafka != null) {
            boolean lasts = clocks.since(since).compareTo(LASTS) > 0;
            Duration most = sweeps.isUnderWay() ? period : shorter(KAFKA_PAUSE, period);
            return new Verdict(
                    Source.KAFKA,
                    kafka.getMessage(),
                    lasts ? kafka.remedyIfItLasts() : kafka.remedy(),
                    kafka.needsOperator() ? Level.NEEDS_OPERATOR : Level.BLOCKS,
                    backOff(FIRST_PAUSE, most));
        }
        TuyaException tuya = TuyaException.in(thrown);
        if (tuya != null) {
            return judge(tuya, period);
        }
        String problem = "an error of the program itself: " + Printable.withoutSecrets(String.valueOf(thrown));
        Duration pause = backOff(FIRST_PAUSE, period);
        return new Verdict(Source.PROGRAM, problem, "report it, with the log", Level.PASSES, pause);
    }

    private Verdict judge(TuyaException failure, Duration period) {
        Duration retryAfter = shorter(failure.retryAfter(), MAX_RETRY_AFTER);
        return switch (failure.kind()) {
            case QUOTA -> verdict(failure, Level.NEEDS_OPERATOR, longer(QUOTA_PROBE, period));
            case CONNECTION -> verdict(failure, Level.NEEDS_OPERATOR, CONNECTION_PROBE);
            case CONFIGURATION, CLOCK -> verdict(failure, Level.NEEDS_OPERATOR, longer(SLOW_PROBE, period));
            case REAUTHENTICATE ->
                inARow >= REFUSALS_THAT_LAST
                        ? verdict(failure, Level.NEEDS_OPERATOR, longer(SLOW_PROBE, period))
                        : verdict(failure, Level.PASSES, backOff(FIRST_PAUSE, period));
            case UNKNOWN -> {
                Duration pause = backOff(FIRST_SLOW_PAUSE, longer(period, FIRST_SLOW_PAUSE));
                yield verdict(failure, Level.PASSES, longer(pause, retryAfter));
            }
            case TRANSIENT -> verdict(failure, Level.PASSES, longer(backOff(FIRST_PAUSE, period), retryAfter));
            case REQUEST, LIST -> verdict(failure, Level.PASSES, null);
        };
    }

    /** Doubles with each failure in a row. Shortened a little, by chance, so that replicas do not retry together. */
    private Duration backOff(Duration first, Duration most) {
        Duration pause = shorter(first.multipliedBy(1L << Math.min(inARow - 1, 20)), most);
        double jitter = ThreadLocalRandom.current().nextDouble(MAX_JITTER);
        return pause.minusMillis((long) (pause.toMillis() * jitter));
    }

    private static Verdict verdict(TuyaException failure, Level level, Duration pause) {
        return new Verdict(Source.API, failure.getMessage(), failure.remedy(), level, pause);
    }

    /** Only failures of the same category count as failures in a row. */
    private static String category(Throwable thrown) {
        if (KafkaFailure.of(thrown) != null) {
            return "kafka";
        }
        TuyaException tuya = TuyaException.in(thrown);
        return tuya == null ? "internal" : tuya.kind().name();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
