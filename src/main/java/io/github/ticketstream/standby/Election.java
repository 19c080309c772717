package io.github.ticketstream.standby;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This replica's part in the election, by Kafka alone: it is a member of the consumer group that is named like the
 * stream's transactional id. The owner of the state topic's partition is the leader. Of the other members it knows only
 * that they exist.
 *
 * <p>There are two threads. One is the member until the end, whatever happens, and must never wait. The other calls the
 * listener, which may take its time to start or stop a stream.
 */
public final class Election extends ServiceSupport implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Election.class);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(2);
    /** Longer than any call to Kafka that the thread can be waiting in. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(60);

    /** The rank of this replica, seen from the group. */
    enum Rank {
        /** No member, or too long without a sign of life from the group. */
        OUTSIDE,
        STANDBY,
        LEADER
    }

    private final Supplier<Consumer<?, ?>> members;
    private final TicketSettings settings;
    private final LongSupplier nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = newThread(this::takePart, "election");
    private final ExecutorService listeners = Executors.newSingleThreadExecutor(step -> newThread(step, "leadership"));
    private volatile Runnable listener = () -> {};
    private volatile BooleanSupplier standsStill = () -> false;
    private volatile Consumer<?, ?> member;
    private volatile boolean owns;
    private volatile KafkaFailure trouble;
    /** When the group's coordinator answered last; empty if this replica is no member. */
    private volatile OptionalLong lastAnswer = OptionalLong.empty();

    private volatile long lastSign = System.nanoTime();
    private double heartbeats;
    private Rank announced = Rank.OUTSIDE;

    /**
     * @param members makes a consumer of the group that has not joined it
     * @param nanoTime a clock that goes on while the process is paused, in nanoseconds
     */
    Election(Supplier<Consumer<?, ?>> members, TicketSettings settings, LongSupplier nanoTime) {
        this.members = members;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Empty without standby. The group is joined when Camel has started: before that it would pass over a leader's route. */
    public static Optional<Election> of(CamelContext camel, TicketSettings settings, PublishedState published) {
        if (!settings.standby().enabled()) {
            return Optional.empty();
        }
        Supplier<Consumer<?, ?>> members = () -> published.newGroupMember(
                settings.transactionalId(), settings.standby().session());
        Election election = new Election(members, settings, System::nanoTime);
        camel.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public boolean isEnabled(CamelEvent event) {
                return event instanceof CamelEvent.CamelContextStartedEvent;
            }

            @Override
            public void notify(CamelEvent event) throws Exception {
                camel.addService(election, true, true);
            }
        });
        return Optional.of(election);
    }

    private static Thread newThread(Runnable steps, String name) {
        Thread thread = new Thread(steps, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @param changed called by one thread, in order, when this replica has become or ceased to be leader or member */
    void onChange(Runnable changed) {
        listener = changed;
    }

    /** @param stuck while true, this replica could do nothing as the leader, so it leaves the group */
    void givesUpWhen(BooleanSupplier stuck) {
        standsStill = stuck;
    }

    /** Returns whether this replica has left the group, because it could do nothing. */
    boolean hasGivenUp() {
        return standsStill.getAsBoolean();
    }

    Rank rank() {
        return !hasLease() ? Rank.OUTSIDE : owns ? Rank.LEADER : Rank.STANDBY;
    }

    /**
     * Returns whether this replica may still believe what the coordinator said last: for half a session, because the
     * answer to a heartbeat may be as old as a request time-out, a quarter of the session. So the lease ends well before
     * the coordinator can make another one the leader, and by itself, even if the process was paused or the election hangs.
     */
    private boolean hasLease() {
        OptionalLong since = lastAnswer;
        long half = settings.standby().session().dividedBy(2).toNanos();
        return since.isPresent() && nanoTime.getAsLong() - since.getAsLong() < half;
    }

    private void renewLease() {
        lastAnswer = OptionalLong.of(nanoTime.getAsLong());
    }

    public boolean isLeader() {
        return rank() == Rank.LEADER;
    }

    /** Returns whether the election's thread shows signs of life. */
    public boolean isAlive() {
        return System.nanoTime() - lastSign < SIGN_OF_LIFE.toNanos();
    }

    /** Returns why this replica could not take part lately; null if it can. */
    KafkaFailure trouble() {
        return trouble;
    }

    String group() {
        return settings.transactionalId();
    }

    private void takePart() {
        while (!isClosed()) {
            try {
                if (!hasGivenUp()) {
                    beMember();
                }
            } catch (Throwable e) { // Also errors: a replica without election would be neither active nor standby.
                report(e);
            }
            leave();
            lastSign = System.nanoTime();
            try {
                closed.await(REST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.debug("Only a stop ends the election", e);
            }
        }
    }

    private void beMember() {
        member = members.get();
        heartbeats = 0;
        member.subscribe(List.of(settings.topics().state()), this);
        // Log nothing before leaving the group: a log that hangs may be the reason.
        while (!isClosed() && !hasGivenUp()) {
            member.poll(TURN);
            lastSign = System.nanoTime();
            double now = heartbeats();
            if (now != heartbeats) {
                heartbeats = now;
                trouble = null;
                renewLease();
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
        owns |= !partitions.isEmpty();
        renewLease();
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
            listeners.execute(listener);
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
        lastAnswer = OptionalLong.empty();
        try {
            announce();
            if (member != null) {
                // Leaves the group properly, so that the next leader need not wait for the end of the session.
                member.close(CloseOptions.timeout(LEAVING));
            }
        } catch (Throwable e) { // As above.
            LOG.debug("The group could not be left", e);
        }
        member = null;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Leaves the group and joins it again: Kafka's clients, heartbeats included, go by a clock that was set back. */
    public void clockWasSetBack() {
        Consumer<?, ?> current = member;
        if (current != null) {
            current.wakeup();
        }
    }

    @Override
    protected void doStart() {
        thread.start();
    }

    /** The election's thread leaves the group at its end. */
    @Override
    protected void doStop() throws InterruptedException {
        closed.countDown();
        clockWasSetBack();
        thread.join(LEAVING.plus(REST).toMillis());
        listeners.shutdown();
    }
}
