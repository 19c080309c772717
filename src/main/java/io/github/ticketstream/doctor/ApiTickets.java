package io.github.ticketstream.doctor;

import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TuyaException;
import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks the API's list once and compares it with the marks. */
final class ApiTickets {
    private static final String API = "Tuya API";
    /** A list may show a change a little late. */
    private static final long TOLERANCE_MILLIS = Duration.ofMinutes(10).toMillis();

    private final Connections connections;
    private final PrivateFields privateFields;
    private final Object2LongOpenHashMap<String> listed = new Object2LongOpenHashMap<>();
    /** Of tickets without their mark: the key under which the state topic would remember them as bad entries. */
    private final Map<String, String> deadLetterKeys = new HashMap<>();

    /** Listed under the update time of their mark, with another content. */
    private final Set<String> otherContents = new HashSet<>();

    private final Contents contents;
    private int pages;
    private TuyaException failure;

    ApiTickets(Connections connections) {
        this.connections = connections;
        this.contents = new Contents(connections.ticketSettings());
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
                    compareContent(ticket, marks);
                });
    }

    private void compareContent(ListEntry ticket, Marks marks) {
        boolean other = marks.published(ticket.ticketNo())
                .filter(mark -> mark.updateTime() == ticket.updateTime())
                .filter(mark -> !mark.content().equals(contents.ofListed(ticket.json())))
                .isPresent();
        if (other) {
            otherContents.add(ticket.ticketNo());
        } else {
            otherContents.remove(ticket.ticketNo());
        }
    }

    List<CheckResult> results(Marks marks, LastSweep sweep) {
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
                if (otherContents.contains(ticket.getKey())
                        && marks.published(ticket.getKey()).isPresent()) {
                    pending.add(version + " with another content");
                }
                continue;
            }
            if (marks.isDeadLetter(deadLetterKeys.get(ticket.getKey()))) {
                unusable.add(version);
            } else if (updateTime < sweep.began() - TOLERANCE_MILLIS && !marks.isWithdrawn(ticket.getKey())) {
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
                CheckResult.ok(API, listed.size() + " tickets on " + pages + " pages" + undated(sweep)),
                overdue.difference("see the stream's log and health; the last complete sweep began at "
                        + Instant.ofEpochMilli(sweep.began()) + " by Tuya's clock, well after these versions"),
                pending.information("the next sweep publishes them"),
                unusable.information("too large for Kafka, see the dead-letter topic"),
                unlisted.information("deleted, not within the filters any more, or moved while the list was walked"));
    }

    private static String undated(LastSweep sweep) {
        return sweep.isUndated()
                ? "; the last sweep record does not say when the sweep began by Tuya's clock, so that no version counts as overdue"
                : "";
    }
}
