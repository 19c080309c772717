package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only source of what is published. It is read at start, before every sweep, after every commit and after every
 * failure; nothing is ever concluded from a send.
 *
 * <p>Order matters: first a live producer, which has fenced its predecessor and ended its open transaction, then the read.
 * The other way round, a commit of the predecessor could land behind what was read.
 */
public final class PublishedState extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedState.class);

    private final KafkaClients kafka;
    private final TicketSettings settings;
    private final Topics topics;
    private final TopicGuard guard;
    private final PublishedVersions versions;
    private final StateReader reader;

    public PublishedState(KafkaClients kafka, TicketSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.topics = new Topics(kafka, settings.topics());
        this.guard = new TopicGuard(settings);
        boolean hashed = settings.content().publishesSilent();
        this.versions = new PublishedVersions(hashed ? settings.content().fingerprint() : "");
        this.reader = new StateReader(kafka, topics, versions, settings);
    }

    /** What was read. */
    public PublishedVersions versions() {
        return versions;
    }

    /**
     * Brings {@link #versions} to the end of the state topic, after fencing whoever else may write.
     *
     * @throws KafkaFailure if that is not possible now; calling again is always right
     */
    public synchronized void catchUp() {
        if (reader.isOutdated()) {
            beginAnew();
        }
        reader.guard(() -> {
            if (reader.isOpen() && !topics.areStillThere()) {
                LOG.warn("topics were deleted or made anew; they are looked at, and read, again");
                beginAnew();
            }
            if (!reader.isOpen() || !kafka.producer().isAlive()) {
                topics.ensure();
                kafka.producer().renew();
                reader.open();
            }
            reader.readToEnd();
            if (reader.isCut()) {
                LOG.warn("the state topic has lost its oldest records; it is read again");
                reader.forget();
                reader.open();
                reader.readToEnd();
            }
        });
        versions.endOfMarks();
        checkTopics();
    }

    /**
     * What the start of the stream makes sure of, for a process that only looks: no topic is created and nobody is fenced.
     *
     * @return whether there is a state topic to look at
     * @throws KafkaFailure by which the stream would stop
     */
    public synchronized boolean examine() {
        reader.guard(() -> {
            if (topics.look()) {
                reader.open();
                reader.readToEnd();
            }
        });
        if (!reader.isOpen()) {
            return false;
        }
        versions.endOfMarks();
        checkTopics();
        return true;
    }

    private void beginAnew() {
        reader.forget();
        release();
    }

    /**
     * Brings {@link #versions} as far as the last transaction that this process has committed, without asking for the end of
     * the state topic. Of that transaction this proves as much as {@link #catchUp}, earlier.
     *
     * @throws KafkaFailure if that is not possible now, or the transaction is not there; then call {@link #catchUp}
     */
    public synchronized void catchUpTo(String transaction) {
        if (!reader.isOpen() || reader.isOutdated() || !kafka.producer().isAlive()) {
            catchUp();
        } else {
            reader.guard(() -> reader.readUntil(() -> isRead(transaction)));
            versions.endOfMarks();
            // Remembers what there is by now: of a first run, nothing else does.
            checkTopics();
        }
        requireTransaction(transaction);
    }

    private boolean isRead(String transaction) {
        return versions.notes().lastTransaction().equals(transaction);
    }

    /**
     * A transaction that was committed must have come back.
     *
     * @throws KafkaFailure if it has not
     */
    public synchronized void requireTransaction(String transaction) {
        if (!isRead(transaction)) {
            reader.forget();
            String topic = settings.topics().state();
            throw KafkaFailure.passing(
                    "transaction " + transaction + " was committed and did not come back from topic " + topic,
                    "nothing to do, unless it lasts; then look whether topic " + topic
                            + " has one partition, and who else writes to it");
        }
    }

    /**
     * Brings {@link #versions} nearer to the end of the state topic, while another process writes it: {@link #catchUp} then has
     * little left to read. Does nothing in the process that writes.
     *
     * @throws KafkaFailure if that is not possible now; calling again is always right
     */
    public synchronized void follow() {
        if (kafka.producer().isAlive()) {
            return;
        }
        reader.guard(() -> {
            if (!reader.isOpen()) {
                topics.ensure();
                reader.open();
            }
            reader.readOn();
        });
        versions.endOfMarks();
    }

    private void checkTopics() {
        guard.check(versions, found(), topics.found().repair());
    }

    /** The topics as they are now; for the record of a complete sweep. */
    public KnownTopics found() {
        String name = settings.topics().state();
        String id = String.valueOf(topics.found().ids().get(name));
        return new KnownTopics(
                new KnownTopics.State(name, id, versions.tracked(), reader.begin(), reader.end()),
                topics.found().tickets());
    }

    /**
     * How large records may be, in bytes.
     *
     * @param ticket what producer, ticket topic and dead-letter topic all take
     * @param mark what the state topic takes
     */
    public record RecordLimits(int ticket, int mark) {}

    /** As far as we may know; before the topics were looked at, without any. */
    public RecordLimits limits() {
        return topics.found().limits();
    }

    /** What an operator should know although the stream goes on; empty if there is nothing. */
    public String notice() {
        return Stream.of(topics.notice(), guard.notice(), versions.notice())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Asks Kafka for a sign of life; for health checks. Waits two seconds at most. */
    public boolean isKafkaReachable() {
        return topics.isKafkaReachable();
    }

    /** Gives up the producer, if there is one: whoever is next need not fence it. */
    public void release() {
        kafka.producer().close(Duration.ZERO);
    }

    /** The clients are made anew before the next read. */
    public void clockWasSetBack() {
        reader.clockWasSetBack();
    }

    /** A member of a consumer group, for an election over the state topic's partition. May throw what Kafka's clients do. */
    public synchronized Consumer<?, ?> newGroupMember(String group, Duration session) {
        topics.ensure();
        return kafka.newGroupMember(group, session);
    }

    @Override
    protected synchronized void doStop() {
        reader.forget();
    }
}
