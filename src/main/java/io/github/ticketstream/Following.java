package io.github.ticketstream;

import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.PublishedLog;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a standby does: it keeps up with what the active replica publishes, so that it has little to read when elected. */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    static final Duration PERIOD = Duration.ofSeconds(1);

    private final PublishedLog log;
    private final StreamStatus status;
    private final StreamMeters meters;
    private final Clock clock;

    Following(PublishedLog log, StreamStatus status, StreamMeters meters, Clock clock) {
        this.log = log;
        this.status = status;
        this.meters = meters;
        this.clock = clock;
    }

    public void follow() {
        if (status.isActive()) {
            return;
        }
        try {
            log.follow();
            meters.tracked(log.versions().tracked());
            status.recovered();
        } catch (KafkaFailure e) {
            Trouble trouble = new Trouble(
                    Source.KAFKA,
                    e.getMessage(),
                    e.remedy(),
                    e.needsOperator(),
                    clock.instant().plus(PERIOD));
            if (status.trouble()
                    .filter(known -> known.problem().equals(trouble.problem()))
                    .isEmpty()) {
                LOG.warn("can't follow what is published: {}; what to do: {}", trouble.problem(), trouble.remedy());
            }
            status.failed(trouble);
        }
    }
}
