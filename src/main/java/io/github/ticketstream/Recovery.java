package io.github.ticketstream;

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
import java.util.function.Supplier;
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
    /** While Kafka is away nothing is asked of the API: trying often costs nothing. */
    private static final Duration KAFKA_PAUSE = Duration.ofSeconds(5);

    private static final Duration SLOW_PROBE = Duration.ofMinutes(5);
    private static final Duration QUOTA_PROBE = Duration.ofHours(1);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);
    private static final Duration LASTS = Duration.ofMinutes(1);
    /** So many sweeps in a row that end with a refused token are no accident. */
    private static final int REFUSALS_THAT_LAST = 3;

    private final Sweeps sweeps;
    private final StreamStatus status;
    private final Supplier<Duration> periods;
    private final Clocks clocks;
    private String lastSort = "";
    private Moment since;
    private int inARow;

    /** Who has to act. */
    private enum Level {
        /** Nobody, unless it lasts. */
        PASSES,
        /** Nobody yet, though nothing works until it is over. */
        BLOCKS,
        /** Someone, or it stays so. */
        NEEDS_OPERATOR
    }

    /** What follows from a failure; no pause means: with the next period. */
    private record Verdict(Source source, String problem, String remedy, Level level, Duration pause) {}

    /** @param periods the time between the starts of two sweeps in quiet times */
    Recovery(Sweeps sweeps, StreamStatus status, Supplier<Duration> periods, Clocks clocks) {
        this.sweeps = sweeps;
        this.status = status;
        this.periods = periods;
        this.clocks = clocks;
    }

    /** Called by the error handler after each failed sweep; sets the pause before the next one. */
    public boolean again(Exchange exchange) {
        try {
            return tell(exchange);
        } finally {
            sweeps.leaveLog();
        }
    }

    private boolean tell(Exchange exchange) {
        if (status.isStopping()) {
            sweeps.abandon();
            LOG.info("sweep ended early: the program is stopping, or another replica is the active one now");
            return false;
        }
        if (exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class) == 1) {
            inARow = 0;
        }
        Verdict verdict = judge(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        sweeps.fail();
        Duration pause = verdict.pause() == null ? periods.get() : verdict.pause();
        status.failed(new Trouble(
                verdict.source(),
                verdict.problem(),
                verdict.remedy(),
                verdict.level() != Level.PASSES,
                clocks.wall().instant().plus(pause)));
        String next = verdict.pause() == null ? "with the next period" : "in " + (pause.toMillis() + 500) / 1000 + " s";
        if (verdict.level() == Level.NEEDS_OPERATOR) {
            LOG.error("sweep failed: {}; what to do: {}; next attempt {}", verdict.problem(), verdict.remedy(), next);
        } else {
            LOG.warn("sweep failed: {}; what to do: {}; next attempt {}", verdict.problem(), verdict.remedy(), next);
        }
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, pause.toMillis());
        return verdict.pause() != null;
    }

    private Verdict judge(Throwable thrown) {
        Duration period = periods.get();
        KafkaFailure kafka = KafkaFailure.of(thrown);
        if (kafka != null) {
            count("kafka");
            Duration most = sweeps.isUnderWay() ? period : shorter(KAFKA_PAUSE, period);
            boolean lasts = clocks.since(since).compareTo(LASTS) > 0;
            return new Verdict(
                    Source.KAFKA,
                    kafka.getMessage(),
                    lasts ? kafka.remedyIfItLasts() : kafka.remedy(),
                    kafka.needsOperator() ? Level.NEEDS_OPERATOR : Level.BLOCKS,
                    backOff(FIRST_PAUSE, most));
        }
        TuyaException tuya = TuyaException.in(thrown);
        if (tuya != null) {
            count(tuya.kind().name());
            return judge(tuya, period);
        }
        count("internal");
        LOG.error("An error of the program itself; please report it", thrown);
        return new Verdict(
                Source.PROGRAM,
                "an error of the program itself: " + Printable.withoutSecrets(String.valueOf(thrown)),
                "report it, with the log",
                Level.PASSES,
                backOff(FIRST_PAUSE, period));
    }

    private Verdict judge(TuyaException failure, Duration period) {
        Duration retryAfter = shorter(failure.retryAfter(), LONGEST_RETRY_AFTER);
        boolean lasting = inARow >= REFUSALS_THAT_LAST;
        return switch (failure.kind()) {
            case QUOTA -> verdict(failure, Level.NEEDS_OPERATOR, longer(QUOTA_PROBE, period));
            case CONFIGURATION, CLOCK -> verdict(failure, Level.NEEDS_OPERATOR, longer(SLOW_PROBE, period));
            case REAUTHENTICATE ->
                lasting
                        ? verdict(failure, Level.NEEDS_OPERATOR, longer(SLOW_PROBE, period))
                        : verdict(failure, Level.PASSES, backOff(FIRST_PAUSE, period));
            case UNKNOWN ->
                verdict(
                        failure,
                        Level.PASSES,
                        longer(backOff(FIRST_SLOW_PAUSE, longer(period, FIRST_SLOW_PAUSE)), retryAfter));
            case TRANSIENT -> verdict(failure, Level.PASSES, longer(backOff(FIRST_PAUSE, period), retryAfter));
            case REQUEST, LIST -> verdict(failure, Level.PASSES, null);
        };
    }

    private static Verdict verdict(TuyaException failure, Level level, Duration pause) {
        return new Verdict(Source.API, failure.getMessage(), failure.remedy(), level, pause);
    }

    private void count(String sort) {
        if (inARow == 0 || !sort.equals(lastSort)) {
            inARow = 0;
            since = clocks.now();
        }
        inARow++;
        lastSort = sort;
    }

    private Duration backOff(Duration first, Duration most) {
        Duration pause = shorter(first.multipliedBy(1L << Math.min(inARow - 1, 20)), most);
        long jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 5 + 1);
        return pause.minusMillis(jitter);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
