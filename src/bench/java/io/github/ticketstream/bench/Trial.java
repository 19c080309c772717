package io.github.ticketstream.bench;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One contestant at work in a process of its own, over topics of its own. The topics are there before it starts, as at every
 * start but a stream's very first.
 */
final class Trial implements AutoCloseable {
    private static final Duration STANDSTILL = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 2;
    private static final int MOST_WALKS_A_SWEEP = 10;

    /**
     * What is asked of it.
     *
     * @param period between the starts of two sweeps
     * @param reading of the ticket topic
     * @param beforeWalk is done when page 1 is asked for
     * @param beforeStart is done with the state topic, while it is still empty
     */
    record Task(
            Contestant contestant,
            Setting setting,
            CannedTickets tickets,
            Duration period,
            TopicWatch.Reading reading,
            Runnable beforeWalk,
            Consumer<String> beforeStart) {
        Task(
                Contestant contestant,
                Setting setting,
                CannedTickets tickets,
                Duration period,
                TopicWatch.Reading reading,
                Runnable beforeWalk) {
            this(contestant, setting, tickets, period, reading, beforeWalk, stateTopic -> {});
        }
    }

    private final Arena arena;
    private final Task task;
    private final String name;
    private final List<NewTopic> topics;
    private final ApiLog log = new ApiLog();
    private final TopicWatch tickets;
    private final TopicWatch sweeps;
    private final long startedAt;
    private final JavaProcess process;

    Trial(Arena arena, Task task) {
        this.arena = arena;
        this.task = task;
        this.name = arena.nextName();
        TicketSettings.Topics names = new TicketSettings.Topics(
                name + ".tickets", name + ".sweeps", name + ".state", name + ".dead-letter", true, 3, (short) -1);
        this.topics = new ArrayList<>(new TopicLayout(arena.broker().address(), names).topics());
        arena.broker().create(topics);
        task.beforeStart.accept(names.state());
        this.tickets = new TopicWatch(arena.broker().address(), names.tickets(), task.reading);
        this.sweeps = new TopicWatch(arena.broker().address(), names.sweeps(), TopicWatch.Reading.PROMPT);
        arena.api().serve(new CannedApi.Serving(task.tickets, task.setting.latencyMillis(), task.beforeWalk, log));
        List<String> arguments = new ArrayList<>(arena.flags());
        arguments.add("-Dlog4j2.configurationFile=log4j2.properties");
        arguments.addAll(task.contestant.arguments());
        this.startedAt = System.nanoTime();
        this.process = JavaProcess.start(arena.emptyDirectory(), environment(), arguments);
    }

    private Map<String, String> environment() {
        Setting setting = task.setting;
        return Map.ofEntries(
                Map.entry("TUYA_CLIENT_ID", "bench-client"),
                Map.entry("TUYA_CLIENT_SECRET", "bench-secret"),
                Map.entry("TUYA_BASE_URL", arena.api().baseUrl()),
                Map.entry("TUYA_REQUESTS_PER_SECOND", Integer.toString(setting.requestsPerSecond())),
                Map.entry("TUYA_CONCURRENT_REQUESTS", Integer.toString(setting.concurrent())),
                Map.entry("TICKETS_PAGE_SIZE", Integer.toString(setting.pageSize())),
                Map.entry("TICKETS_POLL_PERIOD", task.period.toMillis() + "ms"),
                Map.entry("TICKETS_TOPIC", name + ".tickets"),
                Map.entry("TICKETS_STATE_TOPIC", name + ".state"),
                Map.entry("TICKETS_SWEEP_TOPIC", name + ".sweeps"),
                Map.entry("TICKETS_DEAD_LETTER_TOPIC", name + ".dead-letter"),
                Map.entry("TICKETS_TRANSACTIONAL_ID", name),
                Map.entry("CAMEL_COMPONENT_KAFKA_BROKERS", arena.broker().address()),
                Map.entry("CAMEL_MANAGEMENT_PORT", Integer.toString(Ports.free())));
    }

    /** When its JVM was started. */
    long startedAt() {
        return startedAt;
    }

    ApiLog api() {
        return log;
    }

    TopicWatch tickets() {
        return tickets;
    }

    TopicWatch sweeps() {
        return sweeps;
    }

    /**
     * When each of its sweeps was complete. Of a contestant that does not tell, the reply with the last page counts, which
     * favours the textbook route.
     */
    Moments sweepEnds() {
        return task.contestant.tellsSweeps() ? sweeps.moments() : log.walkEnds();
    }

    /** From the arrival of the request for page 1, for the n-th sweep from 0. */
    double secondsOfSweep(int index) {
        return Moments.secondsBetween(log.walks().at(index), sweepEnds().at(index));
    }

    /** @throws IllegalStateException if its process ends first, or asks for nothing for long, or for far too much */
    void awaitSweeps(int count) {
        long enough = (long) MOST_WALKS_A_SWEEP * count * (task.setting.pages() + 1);
        await(
                count + " complete sweeps",
                () -> sweepEnds().count() >= count,
                () -> Math.min(log.requests().count(), enough));
    }

    /** @throws IllegalStateException if its process ends first, or no ticket comes for long */
    void awaitTickets(int count) {
        await(count + " tickets", () -> tickets.count() >= count, tickets::count);
    }

    /** @throws IllegalStateException if its process ends first */
    void work(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        await("work for " + length, () -> System.nanoTime() > until, System::nanoTime);
    }

    /** @param progress grows as long as there is hope */
    private void await(String what, BooleanSupplier condition, LongSupplier progress) {
        long seen = progress.getAsLong();
        long seenAt = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (progress.getAsLong() > seen) {
                seen = progress.getAsLong();
                seenAt = System.nanoTime();
            }
            if (!process.isAlive() || System.nanoTime() - seenAt > STANDSTILL.toNanos()) {
                throw failure("no " + what + " after " + log.requests().count() + " requests, " + tickets.count()
                        + " tickets and " + sweeps.count() + " sweeps");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until exactly so many records have come to the ticket topic, and sees that no two of them are the same. */
    void awaitExactly(int records) {
        awaitTickets(records);
        if (tickets.count() != records || tickets.distinct() != records) {
            throw failure(
                    tickets.count() + " records, " + tickets.distinct() + " of them distinct, instead of " + records);
        }
    }

    private IllegalStateException failure(String what) {
        return new IllegalStateException(what + "; " + arena.keepLog(name, process.toString()));
    }

    /** What its process takes of the machine. */
    Footprint footprint() {
        return new Footprint(process.pid());
    }

    @Override
    public void close() {
        process.close();
        tickets.close();
        sweeps.close();
        arena.broker().delete(topics.stream().map(NewTopic::name).toList());
    }
}
