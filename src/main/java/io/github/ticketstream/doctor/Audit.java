package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;

import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.content.TicketContent;
import io.github.ticketstream.doctor.AuditedTicket.Comparison;
import io.github.ticketstream.doctor.AuditedTicket.Facts;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.SweepRecord;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.ContentSettings;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.JsonSlice;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TicketList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads what the stream has written, and compares it, ticket by ticket.
 *
 * <p>The stream may go on meanwhile. So the state topic is read before the ticket topic and once more behind it: a record is
 * there with its mark or not at all, hence what is on the ticket topic is not older than the first reading and not newer
 * than the second. The sweep topic is read before that second reading: the marks of its last sweep are then all among them.
 */
final class Audit {
    private static final String TOPICS = "topics";
    private static final String API = "Tuya API";
    private static final int EXAMPLES = 10;

    private final TicketSettings settings;
    private final TicketContent.Reader contents;
    private final PrivateFields privateFields;
    private final Map<String, AuditedTicket> tickets = new LinkedHashMap<>();
    private final Set<String> deadLetters = new HashSet<>();
    private long records;
    private long listed;
    /** When the last complete sweep began by Tuya's clock, epoch milliseconds; 0 if its record does not say. */
    private long sweepBegan;
    /** Whether retention, or somebody, has deleted from the ticket topic's beginning; compaction does not. */
    private boolean cut;

    Audit(TicketSettings settings) {
        this.settings = settings;
        this.contents = new TicketContent.Reader(settings);
        this.privateFields = new PrivateFields(settings.content());
    }

    /**
     * One result for each comparison; those that failed are differences.
     *
     * @param withApi whether the list of the API is walked as well
     * @throws io.github.ticketstream.process.SettingException if a setting is not usable
     */
    static Report compare(Settings settings, boolean withApi) {
        Report report = new Report();
        try (Connections connections = Connections.open(settings)) {
            Audit audit = new Audit(connections.ticketSettings());
            Runnable list =
                    () -> report.check(API, () -> audit.walk(connections.tuya().tickets()));
            report.check(TOPICS, () -> audit.read(connections.kafka(), withApi ? list : () -> {}));
            if (!report.hasFailed(TOPICS)) {
                boolean isListed = withApi && !report.hasFailed(API);
                // Versions have their times from Tuya's clock.
                Instant now = connections.tuya().clock().now().orElse(Instant.now());
                audit.compare(isListed ? Comparison.UNLISTED : Comparison.TWO_PARTITIONS, now)
                        .forEach(report::add);
            }
        }
        return report;
    }

    /** @param list reads the list, between the two readings of the marks */
    private CheckResult read(KafkaClients kafka, Runnable list) {
        TicketSettings.Topics names = settings.topics();
        Admin admin = kafka.newAdmin();
        try (TopicReader state = reader(kafka, admin, names.state());
                TopicReader published = reader(kafka, admin, names.tickets());
                TopicReader sweeps = reader(kafka, admin, names.sweeps())) {
            state.readToEnd(this::readBefore);
            published.readToEnd(this::readPublished);
            list.run();
            sweeps.readToEnd(sweep -> sweepBegan =
                    settings.transactionalId().equals(sweep.key()) ? SweepRecord.began(sweep) : sweepBegan);
            state.readToEnd(this::readSince);
            Set<TopicPartition> partitions = TopicReader.partitions(admin, List.of(names.tickets()));
            readBegins(TopicReader.offsets(admin, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED));
            return summary();
        } catch (UnknownTopicOrPartitionException e) {
            return fail("the stream's topics are not all there", "start the program, or correct the topics' names");
        } catch (TopicAuthorizationException e) {
            String topics = String.join(", ", e.unauthorizedTopics());
            return fail("we may not read " + topics, "grant the principal READ and DESCRIBE on " + topics);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static TopicReader reader(KafkaClients kafka, Admin admin, String topic) {
        return new TopicReader(admin, kafka.newCommittedReader(), TopicReader.partitions(admin, List.of(topic)));
    }

    CheckResult summary() {
        long marks = tickets.values().stream().filter(AuditedTicket::hasMark).count();
        return ok(marks + " marks, " + records + " records of published versions");
    }

    void readBefore(ConsumerRecord<String, byte[]> mark) {
        read(mark, AuditedTicket::readBefore);
    }

    void readSince(ConsumerRecord<String, byte[]> mark) {
        read(mark, AuditedTicket::readSince);
    }

    private void read(
            ConsumerRecord<String, byte[]> mark, BiConsumer<AuditedTicket, ConsumerRecord<String, byte[]>> reader) {
        String key = String.valueOf(mark.key());
        if (StateKeys.isDeadLetter(key)) {
            deadLetters.add(key);
        } else if (!StateKeys.isStream(key)) {
            reader.accept(ticket(key), mark);
        }
    }

    void readPublished(ConsumerRecord<String, byte[]> ticket) {
        records++;
        ticket(String.valueOf(ticket.key())).readPublished(ticket);
    }

    /** @param begins of the ticket topic's partitions */
    void readBegins(Map<TopicPartition, Long> begins) {
        cut = begins.values().stream().anyMatch(begin -> begin > 0);
    }

    private AuditedTicket ticket(String number) {
        return tickets.computeIfAbsent(number, AuditedTicket::new);
    }

    /** Returns the content as marks hold it; unknown if contents are no part of a version. */
    private Mark.Content content(JsonSlice ticket) {
        ContentSettings content = settings.content();
        return content.publishesSilent()
                ? new Mark.Content(contents.of(ticket).hash(), content.fingerprint())
                : Mark.Content.UNKNOWN;
    }

    private CheckResult walk(TicketList list) {
        try (PageWalk walk = list.walk(null, () -> false)) {
            boolean ended = false;
            while (!ended && walk.hasNext()) {
                long before = listed;
                walk.next().entries().stream().filter(ListEntry::isTicket).forEach(this::readListed);
                ended = listed == before && walk.isPastPromised();
            }
        }
        return ok(listed + " tickets in the list");
    }

    private void readListed(ListEntry entry) {
        AuditedTicket ticket = ticket(entry.ticketNo());
        JsonSlice json = entry.json();
        listed += ticket.isListed() ? 0 : 1;
        ticket.readListed(entry.updateTime(), content(json), () -> StateKeys.deadLetter(privateFields.sha256(json)));
    }

    /** Makes all comparisons up to this one. */
    List<CheckResult> compare(Comparison last, Instant now) {
        long latest =
                Math.max(now.toEpochMilli(), sweepBegan) + Duration.ofDays(1).toMillis();
        Facts facts = new Facts(cut, latest, sweepBegan, deadLetters);
        Map<Comparison, List<String>> found = new EnumMap<>(Comparison.class);
        tickets.values()
                .forEach(ticket -> ticket.findings(facts)
                        .forEach((comparison, text) -> found.computeIfAbsent(comparison, none -> new ArrayList<>())
                                .add(text)));
        return EnumSet.range(Comparison.OLDER_THAN_MARK, last).stream()
                .map(comparison -> result(comparison, found.getOrDefault(comparison, List.of())))
                .toList();
    }

    /** Says how many were found, and which are the first few. */
    private static CheckResult result(Comparison comparison, List<String> all) {
        List<String> first = all.subList(0, Math.min(all.size(), EXAMPLES));
        String found = all.size() + (all.size() > EXAMPLES ? ", first " : ": ") + String.join(", ", first);
        return all.isEmpty()
                ? ok("none").named(comparison.check)
                : new CheckResult(comparison.check, comparison.ifAny, found, comparison.remedy);
    }
}
