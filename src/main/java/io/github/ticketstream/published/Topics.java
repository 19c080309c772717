package io.github.ticketstream.published;

import io.github.ticketstream.published.PublishedState.RecordLimits;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The four topics: created when missing, verified when present, and known again by the ids that Kafka gives them. The
 * answers describe them as last found. If a topic or a right is missing, or a topic is unusable, a {@link KafkaFailure}
 * names topic and remedy.
 */
final class Topics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final int CLUSTER_CHECK_MILLIS = 2_000;

    private final KafkaClients kafka;
    private final TicketSettings.Topics names;
    private volatile Admin admin;
    private boolean answered;
    private volatile Map<String, TopicDescription> found = Map.of();
    private volatile RecordLimits limits = new RecordLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private volatile String repair = "";
    private volatile String notice = "";

    Topics(KafkaClients kafka, TicketSettings.Topics names) {
        this.kafka = kafka;
        this.names = names;
    }

    /** Speaks to Kafka when it is first asked something; recreated after {@link #close}. */
    Admin admin() {
        if (admin == null) {
            admin = kafka.newAdmin();
        }
        return admin;
    }

    /** Creates missing topics and checks the others. */
    void ensure() {
        Map<String, TopicDescription> present = describe();
        int wanted = layout().topics().size();
        if (present.size() < wanted) {
            create(present.keySet());
        }
        // A new topic is known to all brokers only a moment after its creation.
        for (int looks = 0; present.size() < wanted; looks++) {
            if (looks == 100) {
                throw KafkaFailure.passing("new topics are not known to all brokers yet", "nothing to do");
            }
            LockSupport.parkNanos(20_000_000);
            present.putAll(describe());
        }
        verify(present);
    }

    /** Checks what is there, and creates nothing; returns whether there is a state topic. */
    boolean look() {
        Map<String, TopicDescription> present = describe();
        if (present.containsKey(names.state())) {
            verify(present);
        }
        return present.containsKey(names.state());
    }

    /** Returns whether the topics are still the same, neither gone nor recreated; if so, checks them. */
    boolean areStillThere() {
        Map<String, TopicDescription> present = describe();
        boolean same = present.keySet().equals(found.keySet())
                && present.keySet().stream()
                        .allMatch(topic -> present.get(topic)
                                .topicId()
                                .equals(found.get(topic).topicId()));
        if (same) {
            verify(present);
        }
        return same;
    }

    private void verify(Map<String, TopicDescription> present) {
        TopicLayout layout = layout();
        Map<String, Map<String, String>> configs = layout.configs(admin());
        layout.verifyState(
                configs.get(names.state()),
                present.get(names.state()).partitions().size());
        String news = layout.aboutSweeps(configs.get(names.sweeps()));
        if (!news.isEmpty() && !news.equals(notice)) {
            LOG.warn("{}", news);
        }
        notice = news;
        repair = layout.repair(configs.get(names.tickets()));
        ToIntFunction<String> largest = topic -> layout.largestRecord(topic, configs.get(topic));
        int ticket = Math.min(largest.applyAsInt(names.tickets()), largest.applyAsInt(names.deadLetter()));
        int mark = Math.min(largest.applyAsInt(names.state()), largest.applyAsInt(names.sweeps()));
        limits = new RecordLimits(Math.min(ticket, kafka.maxRequestSize()), mark);
        found = present;
    }

    /** A notice about the sweep topic, for an operator although the stream goes on; empty if there is none. */
    String notice() {
        return notice;
    }

    /** Returns the remedy for the settings of a new ticket topic; empty if there is nothing to do. */
    String repair() {
        return repair;
    }

    /** Returns the limits of topics and producer, as far as we may know them. */
    RecordLimits limits() {
        return limits;
    }

    /** Returns what to remember of the state topic and of its records. */
    StateTopic known(long tracked, long begin, long end) {
        return new StateTopic(names.state(), found.get(names.state()).topicId().toString(), tracked, begin, end);
    }

    /** The ticket topic; nameless if it is missing. */
    TicketTopic tickets() {
        TopicDescription tickets = found.get(names.tickets());
        return tickets == null
                ? new TicketTopic("", "", 0)
                : new TicketTopic(
                        tickets.name(),
                        tickets.topicId().toString(),
                        tickets.partitions().size());
    }

    /** Returns a reader that begins at the start of the state topic and of the sweep topic. */
    TopicReader newReader() {
        Set<TopicPartition> partitions = Stream.of(names.state(), names.sweeps())
                .filter(found::containsKey)
                .flatMap(topic -> found.get(topic).partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition())))
                .collect(Collectors.toSet());
        LOG.debug("Reading {} from its beginning", partitions);
        return new TopicReader(admin(), kafka.newCommittedReader(), partitions);
    }

    /** The offset of the state topic's first record. Compaction never moves it. */
    long beginOfState() {
        TopicPartition state = new TopicPartition(names.state(), 0);
        return TopicReader.offsets(admin(), Set.of(state), OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED)
                .get(state);
    }

    private TopicLayout layout() {
        return new TopicLayout(kafka.brokers(), names);
    }

    /** Describes the topics that exist. */
    private Map<String, TopicDescription> describe() {
        Map<String, TopicDescription> present = new HashMap<>();
        List<String> wanted = layout().topics().stream().map(NewTopic::name).toList();
        admin().describeTopics(wanted).topicNameValues().forEach((topic, answer) -> {
            try {
                present.put(topic, TopicReader.get(answer));
                answered = true;
            } catch (UnknownTopicOrPartitionException e) {
                answered = true;
                LOG.debug("Topic {} is missing", topic);
            } catch (AuthorizationException e) {
                throw KafkaFailure.forOperator(
                        "topic " + topic + " may not be described by us",
                        "grant the principal " + layout().rightsText(topic) + " on it");
            } catch (RetriableException e) {
                throw answered ? e : KafkaFailure.ofSilence(e, kafka.brokers());
            }
        });
        return present;
    }

    private void create(Set<String> present) {
        TopicLayout layout = layout();
        List<NewTopic> missing = layout.topics().stream()
                .filter(topic -> !present.contains(topic.name()))
                .toList();
        if (!names.create()) {
            throw KafkaFailure.forOperator(
                    "tickets.topics.create is false, and missing are "
                            + missing.stream().map(NewTopic::name).collect(Collectors.joining(", ")),
                    missing.stream().map(layout::createCommand).collect(Collectors.joining("; ")));
        }
        admin().createTopics(missing).values().forEach((topic, answer) -> {
            try {
                TopicReader.get(answer);
                LOG.info("topic {} created", topic);
            } catch (TopicExistsException e) {
                LOG.debug("Topic {} was created by someone else at the same time", topic);
            } catch (KafkaException e) {
                throw layout.notCreated(topic, e);
            }
        });
    }

    boolean isKafkaReachable() {
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
    public void close() {
        Admin current = admin;
        admin = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }
}
