package io.github.ticketstream.standby;

import java.time.Duration;
import java.util.function.Function;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Elections by Kafka alone. A view's namespace is the name of the consumer group, whose members compete for the one
 * partition of a topic.
 *
 * <p>Serves whatever in Camel asks for a cluster service. A stock transactional {@code kafka:} producer must not stand
 * behind it, though: it would fence the leader when a replica that leads nothing only starts.
 */
public final class KafkaClusterService extends AbstractCamelClusterService<KafkaClusterView> {
    private final Function<String, Consumer<?, ?>> members;
    private final Rules rules;

    /**
     * What all replicas must agree about.
     *
     * @param topic has one partition
     * @param session without a sign of life for so long, a member is given up by the group
     */
    public record Rules(String topic, Duration session) {}

    /** @param members makes a consumer of the group of that name, that has not joined it; may wait and may fail */
    public KafkaClusterService(Function<String, Consumer<?, ?>> members, Rules rules) {
        super("kafka-group");
        this.members = members;
        this.rules = rules;
    }

    /** The view of a group; joined when this service is started. */
    public KafkaClusterView view(String group) {
        try {
            return (KafkaClusterView) getView(group);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    @Override
    protected KafkaClusterView createView(String group) {
        return new KafkaClusterView(this, group, () -> members.apply(group), rules);
    }
}
