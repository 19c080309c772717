package io.github.ticketstream.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The log of the replies that clients really got. A reply is in the log before its client can have read the last byte;
 * so the log may hold a reply that was lost on its way.
 *
 * <p>Keeps every distinct version for as long as it runs and the last {@value #REQUESTS_KEPT} requests; the counters
 * count everything since the start or {@link #clear}.
 */
public final class ServedLog {

    static final int REQUESTS_KEPT = 100_000;

    private final Clock clock;
    private final Deque<ServedRequest> requests = new ArrayDeque<>();
    private final Map<SimulatedTicket, Instant> firstServed = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Set<String> signatures = ConcurrentHashMap.newKeySet();
    private final LongAdder pages = new LongAdder();
    private final LongAdder lastPages = new LongAdder();
    private final LongAdder tokens = new LongAdder();

    ServedLog(Clock clock) {
        this.clock = clock;
    }

    /** Returns how each request ended, in their order. */
    public List<String> outcomes() {
        return requests().stream().map(ServedRequest::outcome).toList();
    }

    /** The latest requests, oldest first. */
    public List<ServedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Returns the signatures of all requests since the start, to search for them where they must not be. */
    public Set<String> signatures() {
        return Set.copyOf(signatures);
    }

    /** Distinct versions of tickets served in whole, successful replies, in the order of their first serving. */
    public List<ServedVersion> versions() {
        return firstServed.entrySet().stream()
                .filter(entry -> entry.getKey().isTicket())
                .map(entry -> ServedVersion.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(ServedVersion::firstServed)
                        .thenComparing(ServedVersion::ticketNo)
                        .thenComparing(ServedVersion::updateTime))
                .toList();
    }

    /** Distinct entries served that are no tickets, as their texts. */
    public List<String> garbage() {
        return firstServed.keySet().stream()
                .filter(entry -> !entry.isTicket())
                .map(SimulatedTicket::json)
                .toList();
    }

    /** Requests that ended this way, such as {@code ok} or {@code code 1010}. */
    public long count(String outcome) {
        return outcomes.getOrDefault(outcome, new LongAdder()).sum();
    }

    /** All requests, whatever came of them. */
    public long requestCount() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Pages served in whole. */
    public long pagesServed() {
        return pages.sum();
    }

    /** Pages served in whole that said {@code has_more: false}: each ends one walk over the list. */
    public long lastPagesServed() {
        return lastPages.sum();
    }

    /** Token calls and refreshes that succeeded. */
    public long tokensServed() {
        return tokens.sum();
    }

    /** Forgets everything. Requests under way may still be added. */
    public void clear() {
        synchronized (requests) {
            requests.clear();
        }
        firstServed.clear();
        outcomes.clear();
        pages.reset();
        lastPages.reset();
        tokens.reset();
    }

    void record(ApiCall call, Reply reply) {
        Instant now = clock.instant();
        call.header("sign").ifPresent(signatures::add);
        for (SimulatedTicket entry : reply.entries) {
            if (!firstServed.containsKey(entry)) {
                firstServed.putIfAbsent(entry, now);
            }
        }
        synchronized (requests) {
            if (requests.size() == REQUESTS_KEPT) {
                requests.removeFirst();
            }
            requests.addLast(ServedRequest.of(now, call, reply.outcome));
        }
        // The counts come last: a test that waits for one then finds the counted replies.
        pages.add(reply.pageNo > 0 ? 1 : 0);
        lastPages.add(reply.isLastPage ? 1 : 0);
        tokens.add(call.isToken() && reply.outcome.equals(Reply.OK) ? 1 : 0);
        outcomes.computeIfAbsent(reply.outcome, name -> new LongAdder()).increment();
    }
}
