package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.Status.FAIL;
import static io.github.ticketstream.doctor.CheckResult.Status.OK;
import static io.github.ticketstream.doctor.CheckResult.Status.WARN;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.published.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    /** A transaction, which writes a record and its mark, takes no longer. */
    private static final long TOGETHER_MILLIS = 10_000;
    /** A list may show a change a little late. */
    private static final long TOLERANCE_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final String PUBLISH_AGAIN =
            "a tombstone under the ticket's number on the state topic has it published again; find out who deletes records";
    private static final String WHO_WRITES =
            "find out who else writes to these topics, and whether the state topic was replaced or cut; subscribers distinguish versions by ce_id";
    private static final String NEW_TOPIC =
            "partitions were added: order across them is lost, and versions on the old partition are neither compacted nor erased; if that matters, move to a new topic, see 'Subscribing'";

    /**
     * The comparisons, in the order of the report. Only a breach of the promise is a difference and fails: every
     * published version has its mark and its record, once, in rising order; a deleted ticket, or one that a tombstone
     * requests again, has neither. From OVERDUE on, they need the API's list.
     */
    enum Comparison {
        MARK_WITHOUT_TICKET("marks without a ticket", FAIL, PUBLISH_AGAIN),
        OLDER_THAN_MARK("tickets older than mark", FAIL, PUBLISH_AGAIN),
        NEWER_THAN_MARK("tickets newer than mark", FAIL, WHO_WRITES),
        TICKET_WITHOUT_MARK("tickets without a mark", FAIL, WHO_WRITES),
        ASKED_FOR_AGAIN("asked for again", OK, "a tombstone withdrew their mark; the next sweep publishes them"),
        TWICE("versions twice", FAIL, WHO_WRITES),
        OUT_OF_ORDER("versions out of order", FAIL, WHO_WRITES),
        UNREADABLE_MARK(
                "unreadable marks", FAIL, "write the ticket's update_time in decimal under that key, or a tombstone"),
        MARK_IN_FUTURE("marks in the future", FAIL, "no change is published until then; " + PUBLISH_AGAIN),
        OTHER_CONTENT("contents other than marked", FAIL, PUBLISH_AGAIN),
        OLDER_CONTENT("contents older than mark", OK, "changed before contents counted under these settings"),
        TWO_PARTITIONS("tickets on two partitions", WARN, NEW_TOPIC),
        FOREIGN("records without a version", OK, "not written by the stream: no ce_id of that key"),

        OVERDUE(
                "not published though swept",
                FAIL,
                "see log and health: the last sweep began well after these versions"),
        PENDING("not published yet", OK, "the next sweep publishes them"),
        DEAD_LETTER("dead-lettered tickets", OK, "too large for Kafka, see the dead-letter topic"),
        UNLISTED("no longer listed", OK, "deleted, outside the filters, or moved while the list was walked");

        final String check;
        final Status ifAny;
        final String advice;

        /** @param advice the remedy, or, if there is nothing to do, what it means */
        Comparison(String check, Status ifAny, String advice) {
            this.check = check;
            this.ifAny = ifAny;
            this.advice = advice;
        }
    }

    /**
     * @param latest a later mark lies in the future
     * @param sweepBegan when the last complete sweep began by Tuya's clock; 0 if that is not known
     * @param deadLetters keys of the entries that the state topic remembers as bad ones
     */
    record Facts(long latest, long sweepBegan, Set<String> deadLetters) {}

    /** A record that should not be there. */
    private record Finding(Comparison comparison, String text) {}

    private final String number;

    /** The mark at the first reading. */
    private Mark before = Mark.NONE;
    /** The mark at the last reading. */
    private Mark now = Mark.NONE;

    private boolean changedBetween;
    private boolean withdrawn;
    /** The offset of a mark that is no update time; null if the last one is readable. */
    private Long unreadableAt;
    /** When the mark took its present content. */
    private long contentMarkedAt;
    /** Whether the mark before that had the same update time and another content. */
    private boolean markedSilently;

    /** By partition, because there is order only within one. A ticket is in several if partitions were added. */
    private final Map<Integer, Long> lastByPartition = new HashMap<>(2);

    private final List<Finding> odd = new ArrayList<>(0);

    private boolean deleted;
    /** The content of the last version on the topic. */
    private Mark.Content published = Mark.Content.UNKNOWN;

    private long publishedAt;

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

    private void read(ConsumerRecord<String, byte[]> record) {
        Mark mark = Mark.read(record.value());
        withdrawn |= record.value() == null;
        unreadableAt = record.value() != null && mark.updateTime() == 0 ? record.offset() : null;
        boolean sameVersion = mark.updateTime() == now.updateTime();
        if (!sameVersion || !content(mark).equals(content(now))) {
            markedSilently = sameVersion && content(now).differsFrom(content(mark));
            contentMarkedAt = record.timestamp();
        }
        now = mark;
    }

    /** Returns a mark's content of the published version. */
    private static Mark.Content content(Mark mark) {
        return mark.isPublished() ? mark.content() : Mark.Content.UNKNOWN;
    }

    /** @param content what the record says; others can write records, too: then it may be unknown */
    void readPublished(ConsumerRecord<String, byte[]> ticket, Mark.Content content) {
        Header id = ticket.headers().lastHeader("ce_id");
        String text = id == null || id.value() == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(text.startsWith(number + "@") ? text.substring(number.length() + 1) : "");
        boolean known = version.matches();
        if (ticket.value() == null || (known && version.group("gone") != null)) {
            // The topic's owner deletes a ticket for good, or the stream says that it has disappeared.
            lastByPartition.remove(ticket.partition());
            published = Mark.Content.UNKNOWN;
            deleted = true;
            return;
        }
        long updateTime = known ? Long.parseLong(version.group("time")) : 0;
        long last = lastByPartition.getOrDefault(ticket.partition(), 0L);
        String place = " at offset " + ticket.offset() + " of partition " + ticket.partition();
        if (updateTime == 0) {
            odd.add(new Finding(Comparison.FOREIGN, ticket.topic() + "-" + ticket.partition() + "@" + ticket.offset()));
        } else if (updateTime == last && version.group("silent") == null) {
            odd.add(new Finding(Comparison.TWICE, at(updateTime) + place));
        } else if (updateTime < last) {
            odd.add(new Finding(Comparison.OUT_OF_ORDER, at(updateTime) + place + " after @" + last));
        } else {
            if (updateTime >= last()) {
                published = content;
                publishedAt = ticket.timestamp();
            }
            lastByPartition.put(ticket.partition(), updateTime);
        }
    }

    private String at(long updateTime) {
        return number + "@" + updateTime;
    }

    /**
     * Reads an entry of the API's list, after the first reading of the marks. Of several the newest counts.
     *
     * @param key under which the state topic would remember the entry as a bad one
     */
    void readListed(long updateTime, Mark.Content content, Supplier<String> key) {
        if (updateTime > listed) {
            listed = updateTime;
            listedWithOtherContent =
                    updateTime == now.updateTime() && content(now).differsFrom(content);
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

    /**
     * Returns what a comparison finds in this ticket; mostly nothing.
     *
     * @param facts that are no ticket's own
     */
    Stream<String> find(Comparison comparison, Facts facts) {
        long last = last();
        long marked = now.updateTime();
        boolean published = before.isPublished();
        boolean unmarked = last > 0 && marked == 0 && unreadableAt == null;
        boolean unpublished = listed > marked && !facts.deadLetters().contains(deadLetterKey);
        boolean swept = listed < facts.sweepBegan() - TOLERANCE_MILLIS && !withdrawn;
        // A record is written with its mark. A mark can also be written alone, with the ticket's present content: when
        // contents were not published before, or count under other settings.
        boolean together = markedSilently || Math.abs(contentMarkedAt - publishedAt) <= TOGETHER_MILLIS;
        // spotless:off
        return switch (comparison) {
            case MARK_WITHOUT_TICKET -> when(published && last == 0 && !deleted, at(before.updateTime()));
            case OLDER_THAN_MARK -> when(published && last != 0 && last < before.updateTime(), at(last) + " instead of @" + before.updateTime());
            case NEWER_THAN_MARK -> when(marked != 0 && last > marked && !withdrawn, at(last) + " instead of @" + marked);
            case TICKET_WITHOUT_MARK -> when(unmarked && !withdrawn, at(last));
            case ASKED_FOR_AGAIN -> when(unmarked && withdrawn, number);
            case TWICE, OUT_OF_ORDER -> withdrawn ? Stream.empty() : odd(comparison);
            case UNREADABLE_MARK -> when(unreadableAt != null, number + " at offset " + unreadableAt);
            case MARK_IN_FUTURE -> when(marked > facts.latest(), at(marked));
            case OTHER_CONTENT -> when(hasOtherContent() && together, at(last));
            case OLDER_CONTENT -> when(hasOtherContent() && !together, at(last));
            case TWO_PARTITIONS -> when(lastByPartition.size() > 1, number);
            case FOREIGN -> odd(comparison);
            case OVERDUE -> when(unpublished && swept, at(listed));
            case PENDING -> unpublished
                    ? when(!swept, at(listed))
                    : when(listedWithOtherContent && !changedBetween, at(listed) + " with another content");
            case DEAD_LETTER -> when(listed > marked && !unpublished, at(listed));
            case UNLISTED -> when(listed == 0 && published, at(before.updateTime()));
        };
        // spotless:on
    }

    private static Stream<String> when(boolean found, String text) {
        return found ? Stream.of(text) : Stream.empty();
    }

    private Stream<String> odd(Comparison comparison) {
        return odd.stream().filter(record -> record.comparison == comparison).map(Finding::text);
    }

    /** Returns whether mark and record of the same version, neither of which has changed meanwhile, differ in content. */
    private boolean hasOtherContent() {
        boolean isSettled = last() == before.updateTime() && !changedBetween && !withdrawn;
        return isSettled && content(now).differsFrom(published);
    }
}
