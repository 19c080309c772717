package io.github.ticketstream.bench.contestant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.util.TimeUtils;

/**
 * The practical limit: the same job written by hand, as fast as a page or two of code can be, without watching, without
 * second chances, without a look at what it is sent: {@code java -cp … io.github.ticketstream.bench.contestant.RawLoop}. {@link
 * io.github.ticketstream.bench.Benchmark} starts it.
 */
public final class RawLoop {
    /** As the program's: a transaction has no more entries. */
    private static final int MAX_ENTRIES = 1000;

    private final int concurrent = Integer.parseInt(System.getenv("TUYA_CONCURRENT_REQUESTS"));
    private final RawApi api = new RawApi(concurrent);
    private final ExecutorService fetchers = Executors.newFixedThreadPool(concurrent);
    private final RawTopics topics = new RawTopics();
    private final Map<String, Long> published = new HashMap<>();
    private boolean backfill;

    private RawLoop() {}

    public static void main(String[] args) {
        RawLoop loop = new RawLoop();
        loop.backfill = !loop.topics.restore(loop.published);
        long period = TimeUtils.toMilliSeconds(System.getenv("TICKETS_POLL_PERIOD")) * 1_000_000;
        while (true) {
            long due = System.nanoTime() + period;
            loop.sweep();
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private void sweep() {
        long startedAt = System.currentTimeMillis();
        RawWalk walk = new RawWalk(api, fetchers, concurrent + MAX_ENTRIES / api.pageSize());
        List<RawPage> batch = new ArrayList<>();
        int changed = 0;
        while (walk.hasNext()) {
            batch.clear();
            int entries = 0;
            do {
                batch.add(walk.next());
                entries += batch.get(batch.size() - 1).tickets().size();
            } while (walk.hasNext() && walk.isNextReady() && entries + api.pageSize() <= MAX_ENTRIES);
            changed += publish(batch, walk.hasNext(), startedAt, changed);
        }
        backfill = false;
    }

    /** One transaction, or none if nothing has changed and the list goes on. */
    private int publish(List<RawPage> batch, boolean continues, long startedAt, int changedBefore) {
        Map<String, Long> changed = new HashMap<>();
        for (RawPage page : batch) {
            for (RawPage.Ticket ticket : page.tickets()) {
                Long known = changed.getOrDefault(ticket.number(), published.get(ticket.number()));
                if (known != null && known >= ticket.updateTime()) {
                    continue;
                }
                if (changed.isEmpty()) {
                    topics.begin();
                }
                String type = known == null ? "discovered" : "updated";
                topics.publish(ticket.number(), ticket.updateTime(), page.json(ticket), type, backfill);
                changed.put(ticket.number(), ticket.updateTime());
            }
        }
        if (!continues) {
            if (changed.isEmpty()) {
                topics.begin();
            }
            int total = batch.get(batch.size() - 1).total();
            topics.swept(sweepRecord(startedAt, total, changedBefore + changed.size()));
        }
        if (!continues || !changed.isEmpty()) {
            topics.commit();
            published.putAll(changed);
        }
        return changed.size();
    }

    private static String sweepRecord(long startedAt, int total, int changed) {
        return "{\"started_at\":" + startedAt + ",\"completed_at\":" + System.currentTimeMillis() + ",\"total\":"
                + total
                + ",\"published\":" + changed + ",\"unchanged\":" + (total - changed)
                + ",\"dead_lettered\":0,\"api_calls\":0}";
    }
}
