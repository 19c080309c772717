package io.github.ticketstream.standby;

import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.standby.Membership.Rank;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The election in which this replica takes part: by Kafka alone, as a member of the consumer group that is named like the
 * stream's transactional id. Of the other members it knows only that they exist.
 *
 * <p>Two threads: one is the {@link Membership}, which must never wait; the other calls the listener, which may take its time
 * to start or stop a stream.
 */
public final class Election extends ServiceSupport {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CamelContext camel;
    private final String group;
    private final Membership membership;
    private volatile Runnable listener = () -> {};
    private ExecutorService listeners;
    private Thread thread;

    private Election(CamelContext camel, TicketSettings settings, PublishedState published) {
        this.camel = camel;
        this.group = settings.transactionalId();
        Duration session = settings.standby().session();
        this.membership = new Membership(
                () -> published.newGroupMember(group, session),
                settings.topics().state(),
                new Lease(session, System::nanoTime),
                () -> listeners.execute(listener));
    }

    /** Empty without standby. The group is joined when Camel has started: by then there are routes that a leader can start. */
    public static Optional<Election> of(CamelContext camel, TicketSettings settings, PublishedState published) {
        if (!settings.standby().enabled()) {
            return Optional.empty();
        }
        Election election = new Election(camel, settings, published);
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

    /** @param changed called by one thread, in order, when this replica has become or ceased to be leader or member */
    public void onChange(Runnable changed) {
        listener = changed;
    }

    /** @param standsStill whether this replica, were it the leader, would get nothing done */
    public void givesUpWhen(BooleanSupplier standsStill) {
        membership.givesUpWhen(standsStill);
    }

    /** The machine's clock was set back, by which Kafka's clients go. */
    public void clockWasSetBack() {
        membership.rejoin();
    }

    public boolean isLeader() {
        return membership.rank() == Rank.LEADER;
    }

    /** Whether the thread that takes part in the election shows signs of life. */
    public boolean isAlive() {
        return membership.isAlive();
    }

    String group() {
        return group;
    }

    Membership membership() {
        return membership;
    }

    @Override
    protected void doStart() {
        listeners = camel.getExecutorServiceManager().newSingleThreadExecutor(this, "leadership");
        thread = camel.getExecutorServiceManager().newThread("election", membership);
        thread.start();
    }

    @Override
    protected void doStop() throws InterruptedException {
        membership.close();
        thread.join(PATIENCE.toMillis());
        camel.getExecutorServiceManager().shutdown(listeners);
    }
}
