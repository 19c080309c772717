package io.github.ticketstream.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TuyaException;
import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Walks the API's list once and compares it with the marks. */
final class ApiTickets {
    private static final String API = "Tuya API";
    /** Clocks differ, and a list may show a change a little late. */
    private static final long TOLERANCE_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connections connections;
    private final PrivateFields privateFields;
    private final Object2LongOpenHashMap<String> listed = new Object2LongOpenHashMap<>();
    /** Of tickets without their mark: the key under which the state topic would remember them as bad entries. */
    private final Map<String, String> deadLetterKeys = new HashMap<>();

    private int pages;
    private long lastSweepStarted;
    private TuyaException failure;

    ApiTickets(Connections connections) {
        this.connections = connections;
        this.privateFields = new PrivateFields(connections.ticketSettings().privacy());
    }

    void walk(Marks marks) {
        try (PageWalk walk = connections.tuya().tickets().walk()) {
            boolean ended = false;
            while (!ended && walk.hasNext()) {
                int before = listed.size();
                read(walk.next(), marks);
                ended = listed.size() == before && walk.isPastPromised();
            }
        } catch (TuyaException e) {
            failure = e;
        }
    }

    private void read(Page page, Marks marks) {
        pages++;
        page.entries().stream()
                .filter(ListEntry::isTicket)
                .filter(ticket -> ticket.updateTime() > listed.getLong(ticket.ticketNo()))
                .forEach(ticket -> {
                    listed.put(ticket.ticketNo(), ticket.updateTime());
                    if (ticket.updateTime() > marks.latest(ticket.ticketNo())) {
                        deadLetterKeys.put(
                                ticket.ticketNo(), StateKeys.deadLetter(privateFields.sha256(ticket.json())));
                    }
                });
    }

    /** To be read before the marks' second reading: a complete sweep's marks are then all among them. */
    void readSweep(ConsumerRecord<String, byte[]> sweep) {
        if (connections.ticketSettings().transactionalId().equals(sweep.key()) && sweep.value() != null) {
            try {
                JsonNode startedAt = JSON.readTree(sweep.value()).path("started_at");
                lastSweepStarted = startedAt.canConvertToLong() ? startedAt.longValue() : 0;
            } catch (IOException e) {
                // Not written by the stream: it is no sweep.
                lastSweepStarted = 0;
            }
        }
    }

    List<CheckResult> results(Marks marks) {
        if (failure != null) {
            return List.of(CheckResult.fail(API, failure.getMessage(), failure.remedy()));
        }
        Findings overdue = new Findings("not published though swept");
        Findings pending = new Findings("not published yet");
        Findings unusable = new Findings("dead-lettered tickets");
        for (Object2LongMap.Entry<String> ticket : listed.object2LongEntrySet()) {
            long updateTime = ticket.getLongValue();
            String version = ticket.getKey() + "@" + updateTime;
            if (updateTime <= marks.latest(ticket.getKey())) {
                continue;
            }
            if (marks.isDeadLetter(deadLetterKeys.get(ticket.getKey()))) {
                unusable.add(version);
            } else if (updateTime + TOLERANCE_MILLIS < lastSweepStarted && !marks.isWithdrawn(ticket.getKey())) {
                overdue.add(version);
            } else {
                pending.add(version);
            }
        }
        Findings unlisted = new Findings("no longer listed");
        marks.forEachPublished((ticketNo, mark) -> {
            if (!listed.containsKey(ticketNo)) {
                unlisted.add(ticketNo + "@" + mark);
            }
        });
        return List.of(
                CheckResult.ok(API, listed.size() + " tickets on " + pages + " pages"),
                overdue.difference("see the stream's log and health; the last complete sweep began at "
                        + Instant.ofEpochMilli(lastSweepStarted) + ", well after these versions"),
                pending.information("the next sweep publishes them"),
                unusable.information("too large for Kafka, see the dead-letter topic"),
                unlisted.information("deleted, not within the filters any more, or moved while the list was walked"));
    }
}
