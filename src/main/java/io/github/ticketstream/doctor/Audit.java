package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.content.TicketContent;
import io.github.ticketstream.doctor.AuditedTicket.Comparison;
import io.github.ticketstream.doctor.AuditedTicket.Facts;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.SweepRecord;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.JsonSlice;
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
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
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
    private static final Set<Comparison> OF_THE_TOPICS =
            EnumSet.range(Comparison.MARK_WITHOUT_TICKET, Comparison.FOREIGN);
    private static final Set<Comparison> OF_THE_LIST = EnumSet.complementOf(EnumSet.copyOf(OF_THE_TOPICS));
    private static final int EXAMPLES = 10;

    private final TicketSettings settings;
    private final TicketContent.Reader contents;
    private final PrivateFields privateFields;
    private final Map<String, AuditedTicket> tickets = new LinkedHashMap<>();
    private final Set<String> deadLetters = new HashSet<>();
    private long records;
    /** When the last complete sweep began by Tuya's clock, epoch milliseconds; 0 if its record does not say. */
    private long sweepBegan;
    /** Whether retention, or somebody, has deleted from the ticket topic's beginning; compaction does not. */
    private boolean cut;

    private int pages;
    private long listed;
    private TuyaException apiFailure;

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
            report.check(TOPICS, () -> audit.read(connections, withApi));
            if (report.hasFailed(TOPICS)) {
                return report;
            }
            Instant now = audit.now(connections.tuya().clock());
            audit.compare(now, audit.cut).forEach(report::add);
            if (withApi) {
                report.check(API, audit::list);
                if (!report.hasFailed(API)) {
                    audit.compare(OF_THE_LIST, now, audit.cut).forEach(report::add);
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
            sweeps.readToEnd(sweep -> sweepBegan =
                    settings.transactionalId().equals(sweep.key()) ? SweepRecord.began(sweep) : sweepBegan);
            state.readToEnd(this::readSince);
            cut = TopicReader.offsets(
                            admin,
                            TopicReader.partitions(admin, List.of(names.tickets())),
                            OffsetSpec.earliest(),
                            IsolationLevel.READ_UNCOMMITTED)
                    .values()
                    .stream()
                    .anyMatch(begin -> begin > 0);
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
        byte[] value = ticket.value();
        ticket(String.valueOf(ticket.key()))
                .readPublished(ticket, content(() -> value == null ? 0 : contents.hashOfPublished(value)));
    }

    private AuditedTicket ticket(String number) {
        return tickets.computeIfAbsent(number, AuditedTicket::new);
    }

    /** Returns the content as marks hold it; unknown if contents are no part of a version, or if the hash is 0. */
    private Mark.Content content(LongSupplier hash) {
        long known = settings.content().publishesSilent() ? hash.getAsLong() : 0;
        return known == 0
                ? Mark.Content.UNKNOWN
                : new Mark.Content(known, settings.content().fingerprint());
    }

    private void walk(TicketList list) {
        try (PageWalk walk = list.walk(() -> false)) {
            boolean ended = false;
            while (!ended && walk.hasNext()) {
                pages++;
                long before = listed;
                walk.next().entries().stream().filter(ListEntry::isTicket).forEach(this::readListed);
                ended = listed == before && walk.isPastPromised();
            }
        } catch (TuyaException e) {
            apiFailure = e;
        }
    }

    private void readListed(ListEntry entry) {
        AuditedTicket ticket = ticket(entry.ticketNo());
        JsonSlice json = entry.json();
        listed += ticket.isListed() ? 0 : 1;
        ticket.readListed(
                entry.updateTime(),
                content(() -> contents.of(json).hash()),
                () -> StateKeys.deadLetter(privateFields.sha256(json)));
    }

    /** Returns the time by Tuya's clock if we asked it, else by ours: not earlier than the last sweep. */
    private Instant now(TuyaClock clock) {
        return clock.now().orElse(Instant.ofEpochMilli(Math.max(sweepBegan, System.currentTimeMillis())));
    }

    /**
     * Compares marks and records.
     *
     * @param now decides what lies in the future
     * @param cut whether the beginning of the ticket topic was deleted: then records may be gone for a good reason
     */
    List<CheckResult> compare(Instant now, boolean cut) {
        return compare(OF_THE_TOPICS, now, cut);
    }

    private List<CheckResult> compare(Set<Comparison> comparisons, Instant now, boolean cut) {
        Facts facts = new Facts(now.plus(Duration.ofDays(1)).toEpochMilli(), sweepBegan, deadLetters);
        return comparisons.stream()
                .map(comparison -> {
                    List<String> found = tickets.values().stream()
                            .flatMap(ticket -> ticket.find(comparison, facts))
                            .toList();
                    return result(comparison, found, cut).named(comparison.check);
                })
                .toList();
    }

    /** Says how many were found, and which are the first few. */
    private static CheckResult result(Comparison comparison, List<String> all, boolean cut) {
        List<String> first = all.subList(0, Math.min(all.size(), EXAMPLES));
        String found = all.size() + (all.size() > EXAMPLES ? ", first " : ": ") + String.join(", ", first);
        if (all.isEmpty()) {
            return ok("none");
        }
        if (cut && comparison == Comparison.MARK_WITHOUT_TICKET) {
            return ok(found + " (the ticket topic does not begin at offset 0: they may have been there)");
        }
        return switch (comparison.ifAny) {
            case FAIL -> fail(found, comparison.advice);
            case WARN -> warn(found, comparison.advice);
            default -> ok(found + " (" + comparison.advice + ")");
        };
    }

    private CheckResult list() {
        if (apiFailure != null) {
            throw apiFailure;
        }
        return ok(listed + " tickets on " + pages + " pages; "
                + (sweepBegan == 0
                        ? "no sweep record says when a sweep began by Tuya's clock, so that no version counts as overdue"
                        : "the last complete sweep began at " + Instant.ofEpochMilli(sweepBegan) + " by Tuya's clock"));
    }
}
