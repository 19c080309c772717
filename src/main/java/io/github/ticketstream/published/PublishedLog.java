package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only source of what is published. The same few lines learn it at start, before every sweep, after every commit and
 * after every failure; nothing is ever concluded from a send.
 *
 * <p>Order matters: first a live producer, which has fenced its predecessor and ended its open transaction, then the read.
 * The other way round, a commit of the predecessor could land behind what was read.
 */
public final class PublishedLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedLog.class);

    private final KafkaClients kafka;
    private final TicketSettings settings;
    private final Topics topics;
    private final StateGuard guard;
    private final PublishedVersions versions = new PublishedVersions();
    private volatile CommittedLog log;
    private volatile boolean outdated;
    private volatile boolean reading;

    public PublishedLog(KafkaClients kafka, TicketSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.topics = new Topics(kafka, settings);
        this.guard = new StateGuard(settings);
    }

    /** What was read. */
    public PublishedVersions versions() {
        return versions;
    }

    /**
     * Brings {@link #versions} to the end of the log.
     *
     * @throws KafkaFailure if that is not possible now; calling again is always right
     */
    public synchronized void learn() {
        if (outdated) {
            close();
            release();
        }
        read(() -> {
            if (log != null && !topics.areStillThere()) {
                LOG.warn("topics were deleted or made anew; they are looked at, and read, again");
                close();
                release();
            }
            if (log == null || !kafka.producer().isAlive()) {
                topics.ensure();
                kafka.producer().renew();
                open();
            }
            log.readToEnd(this::read);
        });
        versions.checkAllReadable();
        guard.check(versions, stateTopic());
    }

    /**
     * Brings {@link #versions} as far as a mark that this process has committed, without asking for the end of the log. Of
     * the last mark that it wrote, this tells as much as {@link #learn}, earlier.
     *
     * @throws KafkaFailure if that is not possible now, or the mark is not there; then call {@link #learn}
     */
    public synchronized void learnUntil(String key, long version) {
        if (log == null || outdated || !kafka.producer().isAlive()) {
            learn();
        } else {
            read(() -> log.readUntil(() -> versions.lastSeen(key) >= version, this::read));
            versions.checkAllReadable();
        }
        requireMark(key, version);
    }

    /**
     * A mark that was committed must have come back.
     *
     * @throws KafkaFailure if it has not
     */
    public synchronized void requireMark(String key, long version) {
        if (versions.lastSeen(key) < version) {
            close();
            String topic = settings.topics().state();
            throw KafkaFailure.passing(
                    "the mark of " + key + " was committed and did not come back from topic " + topic,
                    "nothing to do, unless it lasts; then look whether topic " + topic
                            + " has one partition, and who else writes to it");
        }
    }

    /**
     * Brings {@link #versions} nearer to the end of the log, while someone else writes it: {@link #learn} then has little
     * left to read. Does nothing in the process that writes.
     *
     * @throws KafkaFailure if that is not possible now; calling again is always right
     */
    public synchronized void follow() {
        if (kafka.producer().isAlive()) {
            return;
        }
        read(() -> {
            if (log == null) {
                topics.ensure();
                open();
            }
            log.readOn(this::read);
        });
        versions.countTracked();
    }

    private void read(Runnable steps) {
        boolean done = false;
        reading = true;
        try {
            steps.run();
            done = true;
        } catch (KafkaException | LinkageError e) {
            throw KafkaFailure.of(e);
        } finally {
            reading = false;
            if (!done) {
                // What the reader holds may be half a read, or of a log that is gone: begin anew, with nothing.
                close();
            }
        }
    }

    private void open() {
        if (log == null) {
            Set<TopicPartition> partitions = topics.found().toRead();
            log = new CommittedLog(topics.admin(), kafka.newCommittedReader(), partitions);
            LOG.debug("Reading {} from its beginning", partitions);
        }
    }

    private void read(ConsumerRecord<String, byte[]> entry) {
        if (entry.topic().equals(settings.topics().state())) {
            versions.readMark(entry);
        } else if (settings.transactionalId().equals(entry.key())) {
            versions.readSweep(entry);
        }
    }

    /** The state topic as it is now; for the record of a complete sweep. */
    public SweepRecord.StateTopic stateTopic() {
        String name = settings.topics().state();
        return new SweepRecord.StateTopic(
                name, String.valueOf(topics.found().ids().get(name)), versions.tracked());
    }

    /** As far as we may know; before the topics were looked at, without any. */
    public RecordLimits limits() {
        RecordLimits topicLimits = topics.found().limits();
        return new RecordLimits(Math.min(topicLimits.ticket(), kafka.maxRequestSize()), topicLimits.mark());
    }

    /** What an operator should know although the stream goes on; empty if there is nothing. */
    public String notice() {
        return topics.notice();
    }

    /** Asks Kafka for a sign of life; for health checks. Waits two seconds at most. */
    public boolean isKafkaReachable() {
        return topics.isKafkaReachable();
    }

    /** Gives up the producer, if there is one: whoever is next need not fence it. */
    public void release() {
        kafka.producer().close(Duration.ZERO);
    }

    /** Kafka's clients wait by the wall clock: set back by an hour, they may wait for one. So they are made anew. */
    public void clockWasSetBack() {
        outdated = true;
        CommittedLog current = log;
        if (current != null && reading) {
            current.wakeUp();
        }
    }

    /**
     * A member of a consumer group, for an election over the state topic's partition.
     *
     * @throws KafkaFailure if the topic is missing and can't be created now
     */
    public Consumer<?, ?> newGroupMember(String group, Duration session) {
        try {
            ensureTopics();
            return kafka.newGroupMember(group, session);
        } catch (KafkaException e) {
            throw KafkaFailure.of(e);
        }
    }

    private synchronized void ensureTopics() {
        topics.ensure();
    }

    /** Forgets all that was read. */
    @Override
    public synchronized void close() {
        CommittedLog current = log;
        log = null;
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
}
