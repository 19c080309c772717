package io.github.ticketstream.standby;

import io.github.ticketstream.published.KafkaFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This replica's part in the election. One thread runs it, until {@link #close}, whatever happens. */
final class Membership implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(2);
    // Longer than any call to Kafka that the thread can be waiting in.
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(60);

    /** What this replica is, seen from the group. */
    enum Rank {
        /** No member, or too long without a word from the group. */
        OUTSIDE,
        STANDBY,
        LEADER
    }

    private final Supplier<Consumer<?, ?>> members;
    private final String topic;
    private final Lease lease;
    private final Runnable onChange;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile BooleanSupplier standsStill = () -> false;
    private volatile Consumer<?, ?> member;
    private volatile boolean owns;
    private volatile KafkaFailure trouble;
    private volatile String memberId = "";
    private volatile long lastSign = System.nanoTime();
    private double heartbeats;
    private Rank announced = Rank.OUTSIDE;

    /**
     * @param members makes a consumer of the group that has not joined it
     * @param topic has one partition: its owner is the leader
     * @param onChange called by the election's thread when {@link #rank} has changed; must return at once
     */
    Membership(Supplier<Consumer<?, ?>> members, String topic, Lease lease, Runnable onChange) {
        this.members = members;
        this.topic = topic;
        this.lease = lease;
        this.onChange = onChange;
    }

    /** @param stuck as long as it says so, this replica is no member of the group */
    void givesUpWhen(BooleanSupplier stuck) {
        standsStill = stuck;
    }

    /** Whether this replica has left the group, since it would get nothing done. */
    boolean hasGivenUp() {
        return standsStill.getAsBoolean();
    }

    Rank rank() {
        return !lease.isValid() ? Rank.OUTSIDE : owns ? Rank.LEADER : Rank.STANDBY;
    }

    /** Why this replica could not take part lately; null if it can. */
    KafkaFailure trouble() {
        return trouble;
    }

    /** The name that the coordinator gave; empty before. */
    String memberId() {
        return memberId;
    }
    /** Whether the election's thread shows signs of life. */
    boolean isAlive() {
        return System.nanoTime() - lastSign < SIGN_OF_LIFE.toNanos();
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                if (!hasGivenUp()) {
                    participate();
                }
            } catch (Throwable e) { // Also errors: a replica without election would be neither active nor standby.
                report(e);
            }
            leave();
            lastSign = System.nanoTime();
            rest();
        }
    }

    private void participate() {
        member = members.get();
        heartbeats = 0;
        member.subscribe(List.of(topic), this);
        // Nothing is logged before the group is left: a log that hangs may be what holds up the stream.
        while (!isClosed() && !hasGivenUp()) {
            member.poll(TURN);
            lastSign = System.nanoTime();
            double now = heartbeats();
            if (now != heartbeats) {
                heartbeats = now;
                trouble = null;
                lease.renew();
            }
            announce();
        }
    }

    /** Answers of the coordinator so far. */
    private double heartbeats() {
        return member.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("heartbeat-total"))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .findFirst()
                .orElse(0);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        member.pause(partitions);
        memberId = member.groupMetadata().memberId();
        owns |= !partitions.isEmpty();
        lease.renew();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        owns &= partitions.isEmpty();
        announce();
    }

    private void announce() {
        Rank now = rank();
        if (now != announced) {
            announced = now;
            onChange.run();
        }
    }

    private void report(Throwable thrown) {
        if (isClosed()) {
            return; // The wakeup.
        }
        try {
            KafkaFailure failure = KafkaFailure.of(thrown);
            if (failure == null) {
                LOG.error("An error of the election itself; please report it", thrown);
            } else if (trouble == null || !trouble.getMessage().equals(failure.getMessage())) {
                LOG.warn(
                        "can't take part in the election of the active replica: {}; what to do: {}",
                        failure.getMessage(),
                        failure.remedy());
            }
            trouble = failure;
        } catch (Throwable e) { // Out of memory, most likely; the next attempt is all that can be done.
            lastSign = System.nanoTime();
        }
    }

    private void leave() {
        owns = false;
        lease.end();
        try {
            announce();
            if (member != null) {
                // Says goodbye to the group, so that the next leader need not wait for the end of the session.
                member.close(CloseOptions.timeout(LEAVING));
            }
        } catch (Throwable e) { // As above.
            LOG.debug("The group could not be left", e);
        }
        member = null;
    }

    private void rest() {
        try {
            closed.await(REST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody but close() ends the election.
            LOG.debug("Interrupted", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Leaves the group and joins it again: the member's heartbeats go by a clock that was set back. */
    void rejoin() {
        Consumer<?, ?> current = member;
        if (current != null) {
            current.wakeup();
        }
    }

    /** Ends the election's thread, soon: the group is left by it. */
    void close() {
        closed.countDown();
        rejoin();
    }
}
