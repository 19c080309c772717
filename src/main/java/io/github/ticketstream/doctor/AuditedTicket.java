package io.github.ticketstream.doctor;

import io.github.ticketstream.doctor.Findings.Comparison;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.tuya.ListEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What an audit knows of one ticket: its mark at two moments, before the ticket topic was read and after it; its versions on
 * that topic; its place in the API's list. All times are epoch milliseconds.
 *
 * <p>Compaction may have taken older versions away; what is left of them is still in order and without repetition.
 */
final class AuditedTicket {
    /** What {@code ce_id} has behind {@code <ticket_no>@}. */
    private static final Pattern VERSION =
            Pattern.compile("(?<gone>gone\\..*)|(?<time>[0-9]{1,18})(?<silent>\\..*)?", Pattern.DOTALL);
    /** A transaction, which writes a record and its mark, takes no longer. */
    private static final long TOGETHER_MILLIS = 10_000;
    /** A list may show a change a little late. */
    private static final long TOLERANCE_MILLIS = Duration.ofMinutes(10).toMillis();

    private final String number;
    private final Contents contents;

    /** The update time of the first mark, negative for a version that was only skipped; 0 if there was none. */
    private long before;
    /** The same of the mark since then; null if it has not changed. */
    private Long since;

    private boolean withdrawn;
    /** The offset of a mark that is no update time; null if the last one is readable. */
    private Long unreadableAt;

    private Content marked;
    /** Whether the mark before had the same update time and another content. */
    private boolean markedSilently;

    /** One for each partition, since only within one there is an order. A ticket is in one, unless partitions were added. */
    private final Map<Integer, Long> lastByPartition = new HashMap<>(2);

    private final List<Odd> odd = new ArrayList<>(0);
    private boolean deleted;
    private Content published;

    private long listed;
    private boolean listedWithOtherContent;
    private String deadLetterKey = "";

    /** A record that should not be there. */
    private record Odd(Comparison comparison, String text) {}

    private record Content(long updateTime, Mark.Content hash, long writtenAt) {}

    AuditedTicket(String number, Contents contents) {
        this.number = number;
        this.contents = contents;
    }

    void readBefore(ConsumerRecord<String, byte[]> mark) {
        before = read(mark);
    }

    void readSince(ConsumerRecord<String, byte[]> mark) {
        since = read(mark);
    }

    private long read(ConsumerRecord<String, byte[]> record) {
        Mark mark = Mark.read(record.value());
        withdrawn |= record.value() == null;
        unreadableAt = record.value() != null && mark.updateTime() == 0 ? record.offset() : null;
        Mark.Content content = mark.isPublished() ? contents.of(mark) : Mark.Content.UNKNOWN;
        boolean sameVersion = marked != null && marked.updateTime == mark.updateTime();
        if (content.equals(Mark.Content.UNKNOWN)) {
            marked = null;
        } else if (!sameVersion || !marked.hash.equals(content)) {
            marked = new Content(mark.updateTime(), content, record.timestamp());
            markedSilently = sameVersion;
        }
        return mark.signedUpdateTime();
    }

    void readPublished(ConsumerRecord<String, byte[]> ticket) {
        Header id = ticket.headers().lastHeader("ce_id");
        String text = id == null || id.value() == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(text.startsWith(number + "@") ? text.substring(number.length() + 1) : "");
        boolean known = version.matches();
        if (ticket.value() == null || (known && version.group("gone") != null)) {
            // The topic's owner deletes a ticket for good, or the stream tells that it has disappeared.
            lastByPartition.remove(ticket.partition());
            published = null;
            deleted = true;
            return;
        }
        long updateTime = known ? Long.parseLong(version.group("time")) : 0;
        long last = lastByPartition.getOrDefault(ticket.partition(), 0L);
        if (updateTime == 0) {
            odd.add(new Odd(Comparison.FOREIGN, ticket.topic() + "-" + ticket.partition() + "@" + ticket.offset()));
        } else if (updateTime == last && version.group("silent") == null) {
            odd.add(new Odd(Comparison.TWICE, at(updateTime) + place(ticket)));
        } else if (updateTime < last) {
            odd.add(new Odd(Comparison.OUT_OF_ORDER, at(updateTime) + place(ticket) + " after @" + last));
        } else {
            if (updateTime >= last()) {
                published = new Content(updateTime, contents.ofPublished(ticket.value()), ticket.timestamp());
            }
            lastByPartition.put(ticket.partition(), updateTime);
        }
    }

    private static String place(ConsumerRecord<String, byte[]> ticket) {
        return " at offset " + ticket.offset() + " of partition " + ticket.partition();
    }

    private String at(long updateTime) {
        return number + "@" + updateTime;
    }

    /**
     * Reads an entry of the API's list, after the first reading of the marks. Of several the newest counts.
     *
     * @return whether it is the first one
     */
    boolean readListed(ListEntry entry) {
        boolean first = listed == 0;
        if (entry.updateTime() <= listed) {
            return first;
        }
        listed = entry.updateTime();
        listedWithOtherContent =
                marked != null && marked.updateTime == listed && !marked.hash.equals(contents.ofListed(entry.json()));
        if (listed > mark()) {
            deadLetterKey = contents.deadLetterKey(entry.json());
        }
        return first;
    }

    boolean hasMark() {
        return before != 0;
    }

    /** The update time of the later mark, of a version published or skipped; 0 if there is none. */
    private long mark() {
        return Math.abs(since == null ? before : since);
    }

    /** Update time of the last version on the topic; 0 if there is none. */
    private long last() {
        return lastByPartition.values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /**
     * Compares mark and records.
     *
     * @param latest beyond this time a mark lies in the future
     */
    void compare(Findings findings, long latest) {
        odd.stream()
                .filter(record -> !withdrawn || record.comparison == Comparison.FOREIGN)
                .forEach(record -> findings.add(record.comparison, record.text));
        if (lastByPartition.size() > 1) {
            findings.add(Comparison.TWO_PARTITIONS, number);
        }
        if (unreadableAt != null) {
            findings.add(Comparison.UNREADABLE_MARK, number + " at offset " + unreadableAt);
        }
        if (mark() > latest) {
            findings.add(Comparison.MARK_IN_FUTURE, at(mark()));
        }
        if (before > 0) {
            comparePublished(findings);
        }
        if (last() > 0 && unreadableAt == null) {
            compareMark(findings);
        }
    }

    /** What the first mark says is there. */
    private void comparePublished(Findings findings) {
        long last = last();
        if (last == 0 && !deleted) {
            findings.add(Comparison.MARK_WITHOUT_TICKET, at(before));
            findings.add(Comparison.MARK_BEFORE_TOPIC, at(before));
        } else if (last != 0 && last < before) {
            findings.add(Comparison.OLDER_THAN_MARK, at(last) + " instead of @" + before);
        } else if (last == before) {
            compareContent(findings);
        }
    }

    /**
     * A record and its mark are written together. A mark can be written alone as well, with the content that the ticket has then:
     * when contents were not published before, or count under other settings.
     */
    private void compareContent(Findings findings) {
        boolean comparable = marked != null && since == null && !withdrawn;
        if (!comparable
                || published == null
                || published.hash.equals(Mark.Content.UNKNOWN)
                || marked.hash.equals(published.hash)) {
            return;
        }
        boolean together = Math.abs(marked.writtenAt - published.writtenAt) <= TOGETHER_MILLIS;
        findings.add(together || markedSilently ? Comparison.OTHER_CONTENT : Comparison.OLDER_CONTENT, at(before));
    }

    /** What is there has its mark. */
    private void compareMark(Findings findings) {
        long last = last();
        if (mark() == 0 && withdrawn) {
            findings.add(Comparison.ASKED_FOR_AGAIN, number);
        } else if (mark() == 0) {
            findings.add(Comparison.TICKET_WITHOUT_MARK, at(last));
        } else if (last > mark() && !withdrawn) {
            findings.add(Comparison.NEWER_THAN_MARK, at(last) + " instead of @" + mark());
        }
    }

    /**
     * @param deadLetters keys of the entries that the state topic remembers as bad ones
     * @param sweepBegan when the last complete sweep began by Tuya's clock; 0 if that is not known
     */
    void compareListed(Findings findings, Set<String> deadLetters, long sweepBegan) {
        if (listed == 0) {
            if (before > 0) {
                findings.add(Comparison.UNLISTED, at(before));
            }
        } else if (listed <= mark()) {
            if (listedWithOtherContent && since == null) {
                findings.add(Comparison.PENDING, at(listed) + " with another content");
            }
        } else if (deadLetters.contains(deadLetterKey)) {
            findings.add(Comparison.DEAD_LETTER, at(listed));
        } else if (listed < sweepBegan - TOLERANCE_MILLIS && !withdrawn) {
            findings.add(Comparison.OVERDUE, at(listed));
        } else {
            findings.add(Comparison.PENDING, at(listed));
        }
    }
}
