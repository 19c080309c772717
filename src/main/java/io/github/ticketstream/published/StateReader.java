package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the state and the sweep topic into {@link PublishedVersions}. A read that breaks off leaves nothing behind: neither
 * its position nor what it had read, since the two may no longer fit.
 */
final class StateReader {
    private static final Logger LOG = LoggerFactory.getLogger(StateReader.class);

    private final KafkaClients kafka;
    private final Topics topics;
    private final PublishedVersions versions;
    private final TicketSettings settings;
    private volatile TopicReader topicReader;
    private volatile long begin;
    private volatile long end;
    private volatile boolean outdated;
    private volatile boolean reading;

    StateReader(KafkaClients kafka, Topics topics, PublishedVersions versions, TicketSettings settings) {
        this.kafka = kafka;
        this.topics = topics;
        this.versions = versions;
        this.settings = settings;
    }

    boolean isOpen() {
        return topicReader != null;
    }

    /** Whether the clock was set back since the reader was opened. */
    boolean isOutdated() {
        return outdated;
    }

    /** Opens it if it is not open: it then stands at the beginning. The topics must have been found. */
    void open() {
        if (topicReader == null) {
            Set<TopicPartition> partitions = topics.found().toRead();
            begin = topics.beginOfState();
            topicReader = new TopicReader(topics.admin(), kafka.newCommittedReader(), partitions);
            LOG.debug("Reading {} from its beginning", partitions);
        }
    }

    void readToEnd() {
        end = topicReader
                .readToEnd(this::apply)
                .get(new TopicPartition(settings.topics().state(), 0));
    }

    /** Whether the state topic begins later than it did: what was read at first is on it no more. */
    boolean isCut() {
        return topics.beginOfState() > begin;
    }

    /** Where the state topic began when it was opened. */
    long begin() {
        return begin;
    }

    /** Where the state topic ended when it was last read to its end. */
    long end() {
        return end;
    }

    void readUntil(BooleanSupplier reached) {
        topicReader.readUntil(reached, this::apply);
    }

    /** What is there already, and no more. */
    void readOn() {
        topicReader.readOn(this::apply);
    }

    private void apply(ConsumerRecord<String, byte[]> entry) {
        if (entry.topic().equals(settings.topics().state())) {
            versions.readMark(entry);
        } else if (settings.transactionalId().equals(entry.key())) {
            versions.readSweep(entry);
        }
    }

    /**
     * Runs steps that read.
     *
     * @throws KafkaFailure if they can't be done now; then everything that was read is forgotten
     */
    void guard(Runnable steps) {
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
                forget();
            }
        }
    }

    /** Kafka's clients wait by the wall clock: set back by an hour, they may wait for one. They are made anew. */
    void clockWasSetBack() {
        outdated = true;
        TopicReader current = topicReader;
        if (current != null && reading) {
            current.wakeUp();
        }
    }

    /** Closes the clients, and forgets all that was read. */
    void forget() {
        TopicReader current = topicReader;
        topicReader = null;
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
