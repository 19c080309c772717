package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;

import io.github.ticketstream.doctor.Findings.Comparison;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.SweepRecord;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TicketList;
import io.github.ticketstream.tuya.TuyaClock;
import io.github.ticketstream.tuya.TuyaException;
import java.time.Duration;
import java.time.Instant;
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

    private final TicketSettings settings;
    private final Contents contents;
    private final Map<String, AuditedTicket> tickets = new LinkedHashMap<>();
    private final Set<String> deadLetters = new HashSet<>();
    private long records;
    /** When the last complete sweep began by Tuya's clock, epoch milliseconds; 0 if its record does not say. */
    private long sweepBegan;

    private boolean cut;
    private int pages;
    private long listed;
    private TuyaException apiFailure;

    Audit(TicketSettings settings) {
        this.settings = settings;
        this.contents = new Contents(settings);
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
            report.check(TOPICS, "", () -> audit.read(connections, withApi));
            if (report.failed(TOPICS).isEmpty()) {
                report.addAll(audit.compare(audit.now(connections.tuya().clock()), audit.cut));
                if (withApi) {
                    audit.compareListed(report);
                }
            }
        }
        return report;
    }

    private CheckResult read(Connections connections, boolean withApi) {
        TicketSettings.Topics names = settings.topics();
        KafkaClients kafka = connections.kafka();
        Admin admin = kafka.newAdmin();
        try (TopicReader state = reader(kafka, admin, names.state());
                TopicReader published = reader(kafka, admin, names.tickets());
                TopicReader sweeps = reader(kafka, admin, names.sweeps())) {
            state.readToEnd(this::readBefore);
            published.readToEnd(this::readPublished);
            if (withApi) {
                walk(connections.tuya().tickets());
            }
            sweeps.readToEnd(this::readSweep);
            state.readToEnd(this::readSince);
            cut = isCut(admin, names.tickets());
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

    /** Whether retention, or someone by hand, has deleted from the beginning. Compaction does not move it. */
    private static boolean isCut(Admin admin, String topic) {
        Set<TopicPartition> partitions = TopicReader.partitions(admin, List.of(topic));
        return TopicReader.offsets(admin, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED)
                .values()
                .stream()
                .anyMatch(begin -> begin > 0);
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

    private void readSweep(ConsumerRecord<String, byte[]> sweep) {
        if (settings.transactionalId().equals(sweep.key())) {
            sweepBegan = SweepRecord.began(sweep);
        }
    }

    private AuditedTicket ticket(String number) {
        return tickets.computeIfAbsent(number, unknown -> new AuditedTicket(unknown, contents));
    }

    private void walk(TicketList list) {
        try (PageWalk walk = list.walk(null, () -> false)) {
            boolean ended = false;
            while (!ended && walk.hasNext()) {
                pages++;
                long before = listed;
                for (ListEntry entry : walk.next().entries()) {
                    if (entry.isTicket() && ticket(entry.ticketNo()).readListed(entry)) {
                        listed++;
                    }
                }
                ended = listed == before && walk.isPastPromised();
            }
        } catch (TuyaException e) {
            apiFailure = e;
        }
    }

    /**
     * Compares marks and records.
     *
     * @param now decides what lies in the future
     * @param cut whether the beginning of the ticket topic was deleted: then records may be gone for a good reason
     */
    List<CheckResult> compare(Instant now, boolean cut) {
        long tomorrow = now.plus(Duration.ofDays(1)).toEpochMilli();
        Findings findings = new Findings();
        tickets.values().forEach(ticket -> ticket.compare(findings, tomorrow));
        Set<Comparison> comparisons = EnumSet.range(Comparison.MARK_WITHOUT_TICKET, Comparison.FOREIGN);
        comparisons.remove(cut ? Comparison.MARK_WITHOUT_TICKET : Comparison.MARK_BEFORE_TOPIC);
        return findings.results(comparisons);
    }

    /** By Tuya's clock if it was asked. This machine's may be wrong: at least it is not earlier than the last sweep. */
    private Instant now(TuyaClock clock) {
        Instant atLeast = Instant.ofEpochMilli(sweepBegan);
        Instant ours = Instant.now();
        return clock.now().orElse(ours.isBefore(atLeast) ? atLeast : ours);
    }

    private void compareListed(Report report) {
        report.check(API, "", this::list);
        if (apiFailure == null) {
            Findings findings = new Findings();
            tickets.values().forEach(ticket -> ticket.compareListed(findings, deadLetters, sweepBegan));
            report.addAll(findings.results(EnumSet.range(Comparison.OVERDUE, Comparison.UNLISTED)));
        }
    }

    private CheckResult list() {
        if (apiFailure != null) {
            throw apiFailure;
        }
        String sweep = "; the last complete sweep began at " + Instant.ofEpochMilli(sweepBegan) + " by Tuya's clock";
        String unknown =
                "; no sweep record says when a sweep began by Tuya's clock, so that no version counts as overdue";
        return ok(listed + " tickets on " + pages + " pages" + (sweepBegan == 0 ? unknown : sweep));
    }
}
