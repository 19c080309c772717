package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only source of what is published. The program reads it at start, before every sweep, after every commit and after
 * every failure. Only records read back from Kafka count.
 *
 * <pre>
 *   catchUp     fence ──► read from the beginning, or on, to the end ──► is it ours, and whole?    before a sweep, after a failure
 *   catchUpTo   read on to the transaction of this name ──► is it ours, and whole?                 after a commit
 *   follow      read on                                                                            in a standby
 * </pre>
 *
 * <p>Order matters: first a live producer, which has fenced its predecessor and ended its open transaction, then the
 * read. The other way round, a commit of the predecessor could land behind what was read. A read that breaks off throws
 * a {@link KafkaFailure}, and forgets its position and all that it had read, because the two may no longer fit. Calling
 * again is always right.
 *
 * <p>One thread at a time reads, the sweeps' or the standby's: under this object's lock. {@link #clockWasSetBack},
 * {@link #notice} and {@link #isKafkaReachable} are for any thread, and wait for no other.
 */
public final class PublishedState extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedState.class);

    private final KafkaClients kafka;
    private final TicketSettings settings;
    private final Topics topics;
    private final TopicGuard guard;
    private final PublishedVersions versions;
    /** Null as long as nothing was read. */
    private volatile TopicReader reader;

    /** Whether the clock was set back since the reader was opened: Kafka's clients wait by it. */
    private volatile boolean outdated;
    /** Where the state topic began when the reader was opened. */
    private volatile long begin;
    /** Where the state topic ended when it was last read to its end. */
    private volatile long end;

    public PublishedState(KafkaClients kafka, TicketSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.topics = new Topics(kafka, settings.topics());
        this.guard = new TopicGuard(settings);
        this.versions = new PublishedVersions();
    }

    public PublishedVersions versions() {
        return versions;
    }

    /** Brings {@link #versions} to the end of the state topic, after fencing all others that may write. */
    public synchronized void catchUp() {
        if (outdated) {
            forget();
            release();
        }
        orForget(() -> {
            if (reader != null && !topics.areStillThere()) {
                LOG.warn("topics were deleted or recreated; checking and reading them again");
                forget();
                release();
            }
            if (reader == null || !kafka.producer().isAlive()) {
                topics.ensure();
                kafka.producer().renew();
                open();
            }
            readToEnd();
            if (topics.beginOfState() > begin) {
                LOG.warn("the state topic has lost its oldest records; it is read again");
                forget();
                open();
                readToEnd();
            }
        });
        conclude();
    }

    /**
     * Checks the same as the start of the stream, for a process that only looks: it creates no topic and fences nobody.
     *
     * @return whether there is a state topic
     * @throws KafkaFailure by which the stream would stop
     */
    public synchronized boolean examine() {
        orForget(() -> {
            if (topics.look()) {
                open();
                readToEnd();
            }
        });
        if (reader == null) {
            return false;
        }
        conclude();
        return true;
    }

    /**
     * Brings {@link #versions} as far as the last transaction that this process has committed, without asking for the end of
     * the state topic. Of that transaction this proves as much as {@link #catchUp}, earlier. If it is not there, {@link #catchUp}
     * is to be called.
     */
    public synchronized void catchUpTo(String transaction) {
        if (reader == null || outdated || !kafka.producer().isAlive()) {
            catchUp();
        } else {
            orForget(() -> reader.readUntil(() -> isRead(transaction), this::read));
            // Remembers the topic as it is now; after a first run, no sweep record does that yet.
            conclude();
        }
        requireTransaction(transaction);
    }

    private boolean isRead(String transaction) {
        return versions.notes().lastTransaction().equals(transaction);
    }

    /** @throws KafkaFailure if this transaction, which was committed, has not come back */
    public synchronized void requireTransaction(String transaction) {
        if (!isRead(transaction)) {
            forget();
            String topic = "topic " + settings.topics().state();
            throw KafkaFailure.passing(
                    "transaction " + transaction + " was committed and did not come back from " + topic,
                    "nothing to do, unless it lasts; then look whether " + topic
                            + " has one partition, and who else writes to it");
        }
    }

    /**
     * Brings {@link #versions} nearer to the end of the state topic, while another process writes it: {@link #catchUp} then has
     * little left to read. Does nothing in the process that writes.
     */
    public synchronized void follow() {
        if (kafka.producer().isAlive()) {
            return;
        }
        if (outdated) {
            forget();
        }
        orForget(() -> {
            if (reader == null) {
                topics.ensure();
                open();
            }
            reader.readOn(this::read);
        });
        versions.endOfMarks();
    }

    /** Opens the reader if it is not open: it then stands at the beginning. The topics must have been found. */
    private void open() {
        if (reader == null) {
            begin = topics.beginOfState();
            reader = topics.newReader();
        }
    }

    private void readToEnd() {
        end = reader.readToEnd(this::read)
                .get(new TopicPartition(settings.topics().state(), 0));
    }

    private void read(ConsumerRecord<String, byte[]> entry) {
        if (entry.topic().equals(settings.topics().state())) {
            versions.readMark(entry);
        } else if (settings.transactionalId().equals(entry.key())) {
            versions.readSweep(entry);
        }
    }

    /** Reads; if that fails, everything that was read is forgotten. */
    private void orForget(Runnable steps) {
        try {
            steps.run();
        } catch (KafkaException | LinkageError e) {
            forget();
            throw KafkaFailure.of(e);
        } catch (RuntimeException | Error e) {
            forget();
            throw e;
        }
    }

    /** Closes the clients, and forgets all that was read. */
    private void forget() {
        TopicReader current = reader;
        reader = null;
        outdated = false;
        versions.clear();
        try {
            if (current != null) {
                current.close();
            }
        } finally {
            topics.close();
        }
    }

    private void conclude() {
        versions.endOfMarks();
        guard.check(versions, state());
        guard.checkTickets(versions, topics.tickets(), topics.repair());
    }

    private StateTopic state() {
        return topics.known(versions.tracked(), begin, end);
    }

    /** The topics as they are now, as headers for the record of a complete sweep. */
    public Map<String, String> found() {
        Map<String, String> headers = new HashMap<>(state().headers());
        headers.putAll(topics.tickets().headers());
        return headers;
    }

    /** Returns a notice for an operator although the stream goes on; empty if there is none. */
    public String notice() {
        return Stream.of(topics.notice(), guard.notice(), versions.notice())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /**
     * The largest records, in bytes.
     *
     * @param ticket the limit of producer, ticket topic and dead-letter topic
     * @param mark the limit of the state topic
     */
    public record RecordLimits(int ticket, int mark) {}

    /** Returns the limits as far as we may know them; none before the topics were checked. */
    public RecordLimits limits() {
        return topics.limits();
    }

    /** Asks Kafka for a sign of life, for health checks. Waits two seconds at most. */
    public boolean isKafkaReachable() {
        return topics.isKafkaReachable();
    }

    /** Gives up the producer, if there is one: the next active process need not fence it. */
    public void release() {
        kafka.producer().close(Duration.ZERO);
    }

    /** Ends a read that waits for a clock that was set back, perhaps for an hour. Clients are recreated. */
    public void clockWasSetBack() {
        outdated = true;
        TopicReader current = reader;
        if (current != null) {
            current.wakeUp();
        }
    }

    /** Makes a member for an election over the state topic's partition. May throw the clients' exceptions. */
    public synchronized Consumer<?, ?> newGroupMember(String group, Duration session) {
        topics.ensure();
        return kafka.newGroupMember(group, session);
    }

    @Override
    protected synchronized void doStop() {
        forget();
    }
}
