package io.github.ticketstream.doctor;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads what the stream has written, and compares it.
 *
 * <p>The stream may go on meanwhile. So the state topic is read before the ticket topic and once more behind it: a record is
 * there with its mark or not at all, hence what is on the ticket topic is not older than the first reading and not newer
 * than the second.
 */
final class Audit {
    static final String TOPICS = "topics";

    private final Connections connections;
    private final TicketSettings.Topics names;
    private final Admin admin;
    private final List<TopicReader> readers = new ArrayList<>();

    private Audit(Connections connections, Admin admin) {
        this.connections = connections;
        this.names = connections.ticketSettings().topics();
        this.admin = admin;
    }

    /**
     * One result for each comparison; those that failed are differences.
     *
     * @param withApi whether the list of the API is walked as well
     * @throws io.github.ticketstream.process.SettingException if a setting is not usable
     */
    static List<CheckResult> compare(Settings settings, boolean withApi) {
        try (Connections connections = Connections.open(settings)) {
            return compare(connections, withApi ? new ApiTickets(connections) : null);
        }
    }

    /** @param api null if it is left alone */
    private static List<CheckResult> compare(Connections connections, ApiTickets api) {
        try (Admin admin = connections.kafka().newAdmin()) {
            Audit audit = new Audit(connections, admin);
            try {
                return audit.read(api);
            } finally {
                audit.readers.forEach(TopicReader::close);
                admin.close(Duration.ZERO);
            }
        } catch (UnknownTopicOrPartitionException e) {
            return List.of(CheckResult.fail(
                    TOPICS,
                    "the stream's topics are not all there",
                    "start the program, or correct the topics' names"));
        } catch (TopicAuthorizationException e) {
            String topics = String.join(", ", e.unauthorizedTopics());
            return List.of(CheckResult.fail(
                    TOPICS, "we may not read " + topics, "grant our principal READ and DESCRIBE on " + topics));
        } catch (KafkaException | KafkaFailure e) {
            KafkaFailure failure = KafkaFailure.of(e);
            return List.of(CheckResult.fail(TOPICS, failure.getMessage(), failure.remedy()));
        }
    }

    private List<CheckResult> read(ApiTickets api) {
        Contents contents = new Contents(connections.ticketSettings());
        Marks marks = new Marks(contents);
        TopicReader state = reader(names.state());
        state.readToEnd(marks::readBefore);

        PublishedTickets tickets = new PublishedTickets(contents);
        Set<TopicPartition> partitions = partitions(names.tickets());
        reader(partitions).readToEnd(tickets::read);
        if (api != null) {
            api.walk(marks);
        }
        LastSweep sweep = new LastSweep(connections.ticketSettings().transactionalId());
        reader(names.sweeps()).readToEnd(sweep::read);

        state.readToEnd(marks::readSince);
        List<CheckResult> results =
                new ArrayList<>(new AuditReport(marks, tickets, now(sweep)).results(isCut(partitions)));
        if (api != null) {
            results.addAll(api.results(marks, sweep));
        }
        return results;
    }

    /** Tuya's clock if it was asked. This machine's may be wrong: at least it is not earlier than the last sweep. */
    private Clock now(LastSweep sweep) {
        Instant atLeast = Instant.ofEpochMilli(sweep.began());
        Instant ours = Instant.now();
        return Clock.fixed(
                connections.tuya().clock().now().orElse(ours.isBefore(atLeast) ? atLeast : ours), ZoneOffset.UTC);
    }

    private TopicReader reader(String topic) {
        return reader(partitions(topic));
    }

    private TopicReader reader(Set<TopicPartition> partitions) {
        TopicReader reader = new TopicReader(admin, connections.kafka().newCommittedReader(), partitions);
        readers.add(reader);
        return reader;
    }

    private Set<TopicPartition> partitions(String topic) {
        return TopicReader.get(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .partitions()
                .stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .collect(Collectors.toSet());
    }

    /** Whether retention, or someone by hand, has deleted from the beginning. Compaction does not move it. */
    private boolean isCut(Set<TopicPartition> partitions) {
        return TopicReader.get(admin.listOffsets(partitions.stream()
                                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.earliest())))
                        .all())
                .values()
                .stream()
                .anyMatch(beginning -> beginning.offset() > 0);
    }
}
