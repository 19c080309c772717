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
    // While Kafka is unreachable nothing is asked of the API: trying often costs nothing.
    private static final Duration KAFKA_PAUSE = Duration.ofSeconds(5);
    private static final Duration SLOW_PROBE = Duration.ofMinutes(5);
    private static final Duration CONNECTION_PROBE = Duration.ofMinutes(1);
    private static final Duration QUOTA_PROBE = Duration.ofHours(1);
    /** An API that asks for more may be well again long before. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private static final Duration LASTS = Duration.ofMinutes(1);
    private static final double MAX_JITTER = 0.2;
    /** So many sweeps in a row that end with a refused token are no accident. */
    private static final int REFUSALS_THAT_LAST = 3;

    private final Sweeps sweeps;
    private final StreamStatus status;
    private final Runnable commitCalls;
    private final Clocks clocks;
    private String lastSort = "";
    private Moment since;
    private int inARow;

    /** Who has to act: nobody, unless it lasts; nobody, though nothing works meanwhile; the operator. */
    enum Level {
        PASSES,
        BLOCKS,
        NEEDS_OPERATOR
    }

    /** What follows from a failure; no pause means: with the next period. */
    record Verdict(Source source, String problem, String remedy, Level level, Duration pause) {}

    /**
     * What a verdict depends on beside the failure.
     *
     * @param inARow failures of the same sort, this one included
     * @param lasted since the first of them
     * @param underWay whether a sweep had begun
     * @param period between the starts of two sweeps in quiet times
     * @param jitter the part by which growing pauses are shortened, so that replicas do not retry together
     */
    record Situation(int inARow, Duration lasted, boolean underWay, Duration period, double jitter) {
        private Duration backOff(Duration first, Duration most) {
            Duration pause = shorter(first.multipliedBy(1L << Math.min(inARow - 1, 20)), most);
            return pause.minusMillis((long) (pause.toMillis() * jitter));
        }
    }

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
        if (exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class) == 1) {
            inARow = 0;
        }
        count(sort(thrown));
        Duration period = sweeps.retryPeriod();
        boolean underWay = sweeps.isUnderWay();
        Verdict verdict = judge(thrown, new Situation(inARow, clocks.since(since), underWay, period, jitter()));
        sweeps.fail();
        Duration ofKind = verdict.pause() == null ? period : verdict.pause();
        // Before a sweep begins, nothing is asked of the API.
        Duration pause = underWay ? sweeps.pause(ofKind) : ofKind;
        report(verdict, thrown, pause);
        countCalls(thrown);
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, pause.toMillis());
        return verdict.pause() != null;
    }

    /** Nothing more can be done where that fails: the next poll that succeeds commits the count. */
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

    /** Pure: what follows from a failure in this situation. */
    static Verdict judge(Throwable thrown, Situation now) {
        KafkaFailure kafka = KafkaFailure.of(thrown);
        if (kafka != null) {
            return new Verdict(
                    Source.KAFKA,
                    kafka.getMessage(),
                    now.lasted().compareTo(LASTS) > 0 ? kafka.remedyIfItLasts() : kafka.remedy(),
                    kafka.needsOperator() ? Level.NEEDS_OPERATOR : Level.BLOCKS,
                    now.backOff(FIRST_PAUSE, now.underWay() ? now.period() : shorter(KAFKA_PAUSE, now.period())));
        }
        TuyaException tuya = TuyaException.in(thrown);
        if (tuya != null) {
            return judge(tuya, now);
        }
        return new Verdict(
                Source.PROGRAM,
                "an error of the program itself: " + Printable.withoutSecrets(String.valueOf(thrown)),
                "report it, with the log",
                Level.PASSES,
                now.backOff(FIRST_PAUSE, now.period()));
    }

    private static Verdict judge(TuyaException failure, Situation now) {
        Duration period = now.period();
        Duration retryAfter = shorter(failure.retryAfter(), MAX_RETRY_AFTER);
        return switch (failure.kind()) {
            case QUOTA -> verdict(failure, Level.NEEDS_OPERATOR, longer(QUOTA_PROBE, period));
            case CONNECTION -> verdict(failure, Level.NEEDS_OPERATOR, CONNECTION_PROBE);
            case CONFIGURATION, CLOCK -> verdict(failure, Level.NEEDS_OPERATOR, longer(SLOW_PROBE, period));
            case REAUTHENTICATE ->
                now.inARow() >= REFUSALS_THAT_LAST
                        ? verdict(failure, Level.NEEDS_OPERATOR, longer(SLOW_PROBE, period))
                        : verdict(failure, Level.PASSES, now.backOff(FIRST_PAUSE, period));
            case UNKNOWN ->
                verdict(
                        failure,
                        Level.PASSES,
                        longer(now.backOff(FIRST_SLOW_PAUSE, longer(period, FIRST_SLOW_PAUSE)), retryAfter));
            case TRANSIENT -> verdict(failure, Level.PASSES, longer(now.backOff(FIRST_PAUSE, period), retryAfter));
            case REQUEST, LIST -> verdict(failure, Level.PASSES, null);
        };
    }

    private static Verdict verdict(TuyaException failure, Level level, Duration pause) {
        return new Verdict(Source.API, failure.getMessage(), failure.remedy(), level, pause);
    }

    private static double jitter() {
        return ThreadLocalRandom.current().nextDouble(MAX_JITTER);
    }

    private static String sort(Throwable thrown) {
        if (KafkaFailure.of(thrown) != null) {
            return "kafka";
        }
        TuyaException tuya = TuyaException.in(thrown);
        return tuya == null ? "internal" : tuya.kind().name();
    }

    private void count(String sort) {
        if (inARow == 0 || !sort.equals(lastSort)) {
            inARow = 0;
            since = clocks.now();
        }
        inARow++;
        lastSort = sort;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
