package io.github.ticketstream.standby;

import io.github.ticketstream.standby.Membership.Rank;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.apache.kafka.clients.consumer.Consumer;

/** One election, as Camel sees it. Of the other members it knows only that they exist. */
public final class KafkaClusterView extends AbstractCamelClusterView {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CamelClusterMember local = new LocalMember();
    private final Membership membership;
    private ExecutorService listeners;
    private Thread election;

    KafkaClusterView(
            KafkaClusterService service,
            String group,
            Supplier<Consumer<?, ?>> members,
            KafkaClusterService.Rules rules) {
        super(service, group);
        membership = new Membership(
                members, rules.topic(), new Lease(rules.session(), System::nanoTime), this::tellListeners);
    }

    /** Listeners may take their time to start or stop a stream; the election goes on meanwhile. */
    private void tellListeners() {
        listeners.execute(() -> fireLeadershipChangedEvent(getLeader().orElse(null)));
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        return local.isLeader() ? Optional.of(local) : Optional.empty();
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return local;
    }

    @Override
    public List<CamelClusterMember> getMembers() {
        return membership.rank() == Rank.OUTSIDE ? List.of() : List.of(local);
    }

    Membership membership() {
        return membership;
    }

    /** @param standsStill whether this replica, were it the leader, would get nothing done */
    public void givesUpWhen(BooleanSupplier standsStill) {
        membership.givesUpWhen(standsStill);
    }

    /** The machine's clock was set back, by which Kafka's clients go. */
    public void clockWasSetBack() {
        membership.rejoin();
    }

    /** Whether the thread that takes part in the election shows signs of life. */
    public boolean isElectionAlive() {
        return membership.isAlive();
    }

    @Override
    protected void doStart() {
        listeners = getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "leadership");
        election = getCamelContext().getExecutorServiceManager().newThread("election", membership);
        election.start();
    }

    @Override
    protected void doStop() throws InterruptedException {
        membership.close();
        election.join(PATIENCE.toMillis());
        getCamelContext().getExecutorServiceManager().shutdown(listeners);
    }

    private final class LocalMember implements CamelClusterMember {
        @Override
        public boolean isLeader() {
            return membership.rank() == Rank.LEADER;
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String getId() {
            return membership.memberId();
        }
    }
}
