package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
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
    private static final int CLUSTER_CHECK_MILLIS = 2_000;

    private final KafkaClients kafka;
    private final TicketSettings settings;
    private final PublishedVersions versions = new PublishedVersions();
    private volatile Admin admin;
    private CommittedLog log;
    private volatile int largestRecord = Integer.MAX_VALUE;

    public PublishedLog(KafkaClients kafka, TicketSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    /** What was learned. */
    public PublishedVersions versions() {
        return versions;
    }

    /**
     * Brings {@link #versions} to the end of the log.
     *
     * @throws KafkaFailure if that is not possible now; calling again is always right
     */
    public synchronized void learn() {
        read(() -> {
            if (log == null || !kafka.producer().isAlive()) {
                Set<TopicPartition> partitions = topics();
                kafka.producer().renew();
                open(partitions);
            }
            log.readToEnd(this::read);
        });
        versions.checkAllReadable();
    }

    /**
     * Brings {@link #versions} as far as a mark that this process has committed, without asking for the end of the log. Of
     * the last mark that it wrote, this tells as much as {@link #learn}, earlier.
     *
     * @throws KafkaFailure if that is not possible now; then call {@link #learn}
     */
    public synchronized void learnUntil(String key, long version) {
        if (log == null || !kafka.producer().isAlive()) {
            learn();
        } else {
            read(() -> log.readUntil(() -> versions.lastSeen(key) >= version, this::read));
            versions.checkAllReadable();
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
                open(topics());
            }
            log.readOn(this::read);
        });
        versions.countTracked();
    }

    private void read(Runnable reading) {
        try {
            reading.run();
        } catch (KafkaException e) {
            // What the reader holds may be half a read, or of a log that is gone: begin anew.
            close();
            throw KafkaFailure.of(e);
        }
    }

    /** Gives up the producer, if there is one: whoever is next need not fence it. */
    public void release() {
        kafka.producer().close(Duration.ZERO);
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
        topics();
    }

    private Set<TopicPartition> topics() {
        if (admin == null) {
            admin = kafka.newAdmin();
        }
        Topics topics = new Topics(admin, kafka.brokers(), settings);
        Set<TopicPartition> partitions = topics.ensure();
        largestRecord = Math.min(topics.largestRecord(), kafka.maxRequestSize());
        return partitions;
    }

    private void open(Set<TopicPartition> partitions) {
        if (log == null) {
            versions.clear();
            log = new CommittedLog(admin, kafka.newCommittedReader(), partitions);
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

    /** The largest record that producer, ticket topic and dead-letter topic all take, in bytes. */
    public int largestRecord() {
        return largestRecord;
    }

    /** Asks Kafka for a sign of life; for health checks. Waits two seconds at most. */
    public boolean isKafkaReachable() {
        Admin current = admin;
        if (current == null) {
            return false;
        }
        try {
            current.describeCluster(new DescribeClusterOptions().timeoutMs(CLUSTER_CHECK_MILLIS))
                    .nodes()
                    .get(CLUSTER_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (log != null) {
            log.close();
            log = null;
        }
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
