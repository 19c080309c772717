package io.github.ticketstream.doctor;

import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What the ticket topic holds, read once: of each ticket the last version, and what is not as promised. Compaction may have
 * taken older versions away; what is left of them is still in order and without repetition.
 */
final class PublishedTickets {
    /** So begins, behind the number, the id of a disappearance. */
    private static final String GONE = "gone.";

    /** A version on the topic, and what is wrong with its place there. */
    record Misplaced(String ticketNo, String text) {}

    /** One for each partition, since only within one there is an order. A ticket is in one, unless partitions were added. */
    private final TreeMap<Integer, Object2LongOpenHashMap<String>> lastByPartition = new TreeMap<>();

    private final List<Misplaced> repeated = new ArrayList<>();
    private final List<Misplaced> outOfOrder = new ArrayList<>();
    private final Set<String> deleted = new HashSet<>();
    private final Findings foreign = new Findings("records without a version");
    private final Contents contents;
    /** Of each ticket, by the last version. */
    private final Map<String, Content> lastContent = new HashMap<>();

    private long records;

    /** What a record says, and when it was written, epoch milliseconds. */
    record Content(String content, long writtenAt) {}

    PublishedTickets(Contents contents) {
        this.contents = contents;
    }

    void read(ConsumerRecord<String, byte[]> ticket) {
        records++;
        String ticketNo = ticket.key();
        Object2LongOpenHashMap<String> last =
                lastByPartition.computeIfAbsent(ticket.partition(), partition -> new Object2LongOpenHashMap<>());
        String version = version(ticket);
        if (ticket.value() == null || version.startsWith(GONE)) {
            // The topic's owner deletes a ticket for good, or the stream tells that it has disappeared.
            last.removeLong(ticketNo);
            lastContent.remove(ticketNo);
            deleted.add(ticketNo);
            return;
        }
        boolean silent = version.indexOf('.') >= 0;
        long updateTime = updateTime(version);
        if (updateTime == 0) {
            foreign.add(ticket.topic() + "-" + ticket.partition() + "@" + ticket.offset());
            return;
        }
        long before = last.getLong(ticketNo);
        String place = " at offset " + ticket.offset() + " of partition " + ticket.partition();
        if (updateTime == before && !silent) {
            repeated.add(new Misplaced(ticketNo, ticketNo + "@" + updateTime + place));
        } else if (updateTime < before) {
            outOfOrder.add(new Misplaced(ticketNo, ticketNo + "@" + updateTime + place + " after @" + before));
        } else {
            if (updateTime >= last(ticketNo)) {
                note(ticket);
            }
            last.put(ticketNo, updateTime);
        }
    }

    private void note(ConsumerRecord<String, byte[]> ticket) {
        String content = contents.ofPublished(ticket.value());
        if (content.isEmpty()) {
            lastContent.remove(ticket.key());
        } else {
            lastContent.put(ticket.key(), new Content(content, ticket.timestamp()));
        }
    }

    /** What the last version on the topic says; empty if that is not known. */
    Optional<Content> lastContent(String ticketNo) {
        return Optional.ofNullable(lastContent.get(ticketNo));
    }

    /** Tickets that have versions on more than one partition. */
    Findings scattered() {
        Findings scattered = new Findings("tickets on two partitions");
        Set<String> seen = new HashSet<>();
        Set<String> told = new HashSet<>();
        lastByPartition
                .values()
                .forEach(tickets -> tickets.keySet().stream()
                        .filter(ticketNo -> !seen.add(ticketNo) && told.add(ticketNo))
                        .forEach(scattered::add));
        return scattered;
    }

    /** What {@code ce_id} has behind {@code <ticket_no>@}; empty if it has not that form. */
    private static String version(ConsumerRecord<String, byte[]> ticket) {
        Header id = ticket.headers().lastHeader("ce_id");
        String start = ticket.key() + "@";
        String text = id == null || id.value() == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
        return text.startsWith(start) ? text.substring(start.length()) : "";
    }

    /** Of {@code <update_time>}, or {@code <update_time>.<hash>} for a silent change; 0 if it is neither. */
    private static long updateTime(String version) {
        try {
            return Math.max(0, Long.parseLong(version.split("\\.", 2)[0]));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Update time of the last version on the topic; 0 if there is none. */
    long last(String ticketNo) {
        return lastByPartition.values().stream()
                .mapToLong(last -> last.getLong(ticketNo))
                .max()
                .orElse(0);
    }

    void forEachTicket(ObjLongConsumer<String> reader) {
        for (Object2LongOpenHashMap<String> tickets : lastByPartition.values()) {
            for (Object2LongMap.Entry<String> ticket : tickets.object2LongEntrySet()) {
                reader.accept(ticket.getKey(), ticket.getLongValue());
            }
        }
    }

    /** Whether the topic's owner deleted the ticket by a tombstone, as far as the topic still shows. */
    boolean isDeleted(String ticketNo) {
        return deleted.contains(ticketNo);
    }

    List<Misplaced> repeated() {
        return repeated;
    }

    List<Misplaced> outOfOrder() {
        return outOfOrder;
    }

    Findings foreign() {
        return foreign;
    }

    long records() {
        return records;
    }
}
