package io.github.ticketstream.standby;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.PublishedState;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, on a standby, what the active replica publishes: so little is left to read when this replica is elected. */
public final class StandbyReader extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyReader.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final PublishedState published;
    private final StreamStatus status;

    public StandbyReader(PublishedState published, StreamStatus status) {
        this.published = published;
        this.status = status;
    }

    @Override
    public void configure() {
        from("scheduler:follow?delay=" + PERIOD.toMillis() + "&synchronous=true")
                .routeId("follow-published")
                .errorHandler(noErrorHandler())
                .process(exchange -> follow())
                .id("follow-active-replica");
    }

    private void follow() {
        if (status.isActive()) {
            return;
        }
        try {
            published.follow();
            status.meters().tracked(published.versions().tracked());
            status.followed();
        } catch (KafkaFailure e) {
            Trouble trouble = new Trouble(
                    Source.KAFKA,
                    e.getMessage(),
                    e.remedy(),
                    e.needsOperator(),
                    status.clocks().wall().instant().plus(PERIOD));
            if (status.trouble()
                    .filter(known -> known.problem().equals(trouble.problem()))
                    .isEmpty()) {
                LOG.warn("can't follow what is published: {}; what to do: {}", trouble.problem(), trouble.remedy());
            }
            status.failed(trouble);
        }
    }
}
