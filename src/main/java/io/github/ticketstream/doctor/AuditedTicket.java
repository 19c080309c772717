package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.Status.FAIL;
import static io.github.ticketstream.doctor.CheckResult.Status.OK;
import static io.github.ticketstream.doctor.CheckResult.Status.WARN;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.published.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An audit's knowledge of one ticket: its mark at two moments, before the ticket topic was read and after it; its
 * versions on that topic; its place in the API's list. All times are epoch milliseconds.
 *
 * <p>Compaction may have removed older versions; the remaining ones are still in order and without repetition.
 */
final class AuditedTicket {
    /** The part of {@code ce_id} behind {@code <ticket_no>@}. */
    private static final Pattern VERSION =
            Pattern.compile("(?<gone>gone\\..*)|(?<time>[0-9]{1,18})(?<silent>\\..*)?", Pattern.DOTALL);
    /** A list may show a change a little late. */
    private static final long TOLERANCE_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final String PUBLISH_AGAIN =
            "a tombstone under the ticket's number on the state topic has it published again; find out who deletes records";
    private static final String WHO_WRITES =
            "find out who else writes to these topics, and whether the state topic was replaced or cut; subscribers distinguish versions by ce_id";

    /**
     * The comparisons, in the order of the report. A breach of the promise is a difference: every published version has
     * its mark and its record, once, in rising order; a deleted ticket, or one that a tombstone requests again, has
     * neither.
     */
    enum Comparison {
        OLDER_THAN_MARK("tickets older than mark", FAIL, PUBLISH_AGAIN),
        NEWER_THAN_MARK("tickets newer than mark", FAIL, WHO_WRITES),
        DISORDER("versions twice or out of order", FAIL, WHO_WRITES),
        UNREADABLE_MARK(
                "unreadable marks", FAIL, "write the ticket's update_time in decimal under that key, or a tombstone"),
        MARK_IN_FUTURE("marks in the future", FAIL, "no change is published until then; " + PUBLISH_AGAIN),
        /** Only a weakness: partitions were added. */
        TWO_PARTITIONS(
                "tickets on two partitions",
                WARN,
                "order across partitions is lost, and versions on the old one are neither compacted nor erased; if that matters, move to a new topic, see 'Subscribing'"),

        /** From here on, they need the API's list. */
        OVERDUE(
                "not published though swept",
                FAIL,
                "see log and health: the last sweep began well after these versions"),
        /** No difference: the next sweep publishes them. */
        PENDING("not published yet", OK, ""),
        /** No difference: deleted, outside the filters, or moved while the list was walked. */
        UNLISTED("no longer listed", OK, "");

        final String check;
        final Status ifAny;
        final String remedy;

        Comparison(String check, Status ifAny, String remedy) {
            this.check = check;
            this.ifAny = ifAny;
            this.remedy = remedy;
        }
    }

    /**
     * Facts that are no ticket's own.
     *
     * @param cut whether retention, or somebody, has deleted from the ticket topic's beginning; compaction does not
     * @param latest a later mark lies in the future
     * @param sweepBegan when the last complete sweep began by Tuya's clock; 0 if that is not known
     * @param deadLetters keys of the entries that the state topic remembers as bad ones
     */
    record Facts(boolean cut, long latest, long sweepBegan, Set<String> deadLetters) {}

    private final String number;

    /** The mark at the first reading. */
    private Mark before = Mark.NONE;
    /** The mark at the last reading. */
    private Mark now = Mark.NONE;

    private boolean changedBetween;
    private boolean withdrawn;
    /** The offset of a mark that is no update time; null if the last one is readable. */
    private Long unreadableAt;

    /** By partition, because there is order only within one. A ticket is in several if partitions were added. */
    private final Map<Integer, Long> lastByPartition = new HashMap<>(2);
    /** The last record that should not be there; empty if there is none. */
    private String disorder = "";

    private boolean deleted;
    private long listed;
    private boolean listedWithOtherContent;
    private String deadLetterKey = "";

    AuditedTicket(String number) {
        this.number = number;
    }

    void readBefore(ConsumerRecord<String, byte[]> mark) {
        read(mark);
        before = now;
    }

    void readSince(ConsumerRecord<String, byte[]> mark) {
        read(mark);
        changedBetween = true;
    }

    private void read(ConsumerRecord<String, byte[]> mark) {
        now = Mark.read(mark.value());
        withdrawn |= mark.value() == null;
        unreadableAt = mark.value() != null && now.updateTime() == 0 ? mark.offset() : null;
    }

    /** Reads a record, which others can write, too. */
    void readPublished(ConsumerRecord<String, byte[]> ticket) {
        Header id = ticket.headers().lastHeader("ce_id");
        String text = id == null || id.value() == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(text.startsWith(number + "@") ? text.substring(number.length() + 1) : "");
        boolean ours = version.matches();
        if (ticket.value() == null || (ours && version.group("gone") != null)) {
            // The topic's owner deletes a ticket for good, or the stream says that it has disappeared.
            lastByPartition.remove(ticket.partition());
            deleted = true;
            return;
        }
        long updateTime = ours ? Long.parseLong(version.group("time")) : 0;
        if (updateTime == 0) {
            return;
        }
        long last = lastByPartition.getOrDefault(ticket.partition(), 0L);
        if (updateTime < last || (updateTime == last && version.group("silent") == null)) {
            disorder = "%s@%d at offset %d of partition %d after @%d"
                    .formatted(number, updateTime, ticket.offset(), ticket.partition(), last);
        } else {
            lastByPartition.put(ticket.partition(), updateTime);
        }
    }

    /**
     * Reads an entry of the API's list, after the first reading of the marks. Of several the newest counts.
     *
     * @param key under which the state topic would remember the entry as a bad one
     */
    void readListed(long updateTime, Mark.Content content, Supplier<String> key) {
        if (updateTime > listed) {
            listed = updateTime;
            listedWithOtherContent = updateTime == now.updateTime()
                    && now.isPublished()
                    && now.content().differsFrom(content);
            deadLetterKey = updateTime > now.updateTime() ? key.get() : "";
        }
    }

    boolean isListed() {
        return listed > 0;
    }

    boolean hasMark() {
        return before.updateTime() > 0;
    }

    /** Update time of the last version on the topic; 0 if there is none. */
    private long last() {
        return lastByPartition.isEmpty() ? 0 : Collections.max(lastByPartition.values());
    }

    /** Returns what the comparisons find in this ticket; mostly nothing. */
    Map<Comparison, String> findings(Facts facts) {
        Map<Comparison, String> found = new EnumMap<>(Comparison.class);
        long last = last();
        String lastOnTopic = last == 0 ? number + " without a version" : number + "@" + last;
        boolean mayBeGone = last == 0 && (deleted || facts.cut());
        if (before.isPublished() && last < before.updateTime() && !mayBeGone) {
            found.put(Comparison.OLDER_THAN_MARK, lastOnTopic + " instead of @" + before.updateTime());
        }
        if (last > now.updateTime() && !withdrawn && unreadableAt == null) {
            String mark = now.updateTime() == 0 ? " without a mark" : " instead of @" + now.updateTime();
            found.put(Comparison.NEWER_THAN_MARK, lastOnTopic + mark);
        }
        if (!disorder.isEmpty() && !withdrawn) {
            found.put(Comparison.DISORDER, disorder);
        }
        if (unreadableAt != null) {
            found.put(Comparison.UNREADABLE_MARK, number + " at offset " + unreadableAt);
        }
        if (now.updateTime() > facts.latest()) {
            found.put(Comparison.MARK_IN_FUTURE, number + "@" + now.updateTime());
        }
        if (lastByPartition.size() > 1) {
            found.put(Comparison.TWO_PARTITIONS, number);
        }
        if (listed > now.updateTime() && !facts.deadLetters().contains(deadLetterKey)) {
            boolean swept = listed < facts.sweepBegan() - TOLERANCE_MILLIS && !withdrawn;
            found.put(swept ? Comparison.OVERDUE : Comparison.PENDING, number + "@" + listed);
        } else if (listedWithOtherContent && !changedBetween) {
            found.put(Comparison.PENDING, number + "@" + listed + " with another content");
        }
        if (listed == 0 && before.isPublished()) {
            found.put(Comparison.UNLISTED, number + "@" + before.updateTime());
        }
        return found;
    }
}
