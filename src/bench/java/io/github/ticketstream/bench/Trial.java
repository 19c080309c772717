package io.github.ticketstream.bench;

import io.github.ticketstream.kit.Follower;
import io.github.ticketstream.kit.Footprint;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.settings.TicketSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One contestant at work in a process of its own, over topics of its own. The topics are there before it starts, as at every
 * start but a stream's very first.
 */
final class Trial implements AutoCloseable {
    private static final Duration STANDSTILL = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 2;
    private static final int MAX_WALKS_A_SWEEP = 10;

    private final Arena arena;
    private final Setting setting;
    private final String name;
    private final List<NewTopic> topics;
    private final CannedApi.Seen api;
    private final Moments tickets = new Moments();
    private final BitSet distinct = new BitSet();
    private final Moments sweeps = new Moments();
    private final Follower<byte[]> ticketFollower;
    private final Follower<byte[]> sweepFollower;
    private final long startedAt;
    private final JavaProcess process;

    /** @param period between the starts of two sweeps */
    Trial(Arena arena, Contestant contestant, Setting setting, Duration period) {
        this.arena = arena;
        this.setting = setting;
        this.name = arena.nextName();
        TicketSettings.Topics names = new TicketSettings.Topics(
                name + ".tickets", name + ".sweeps", name + ".state", name + ".dead-letter", true, 3, (short) -1);
        this.topics = new ArrayList<>(new TopicLayout(arena.brokers(), names).topics());
        arena.create(topics);
        this.ticketFollower = follow(names.tickets(), this::note);
        this.sweepFollower = follow(names.sweeps(), record -> sweeps.add(System.nanoTime()));
        this.api = arena.api().serve(new CannedTickets(setting.tickets()));
        List<String> arguments = new ArrayList<>(arena.options().flags());
        arguments.add("-Dlog4j2.configurationFile=log4j2.properties");
        arguments.addAll(contestant.arguments());
        this.startedAt = System.nanoTime();
        this.process = JavaProcess.start(arena.emptyDirectory(), environment(period), arguments);
    }

    /** Much at a time, so that it takes little of the cores: a record may be seen 10 ms late. */
    private Follower<byte[]> follow(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        Properties settings = arena.kafka().clientSettings();
        settings.putAll(Map.of(
                "check.crcs", "false",
                "fetch.min.bytes", "1048576",
                "fetch.max.wait.ms", "10",
                "max.partition.fetch.bytes", "8388608",
                "max.poll.records", "100000"));
        return new Follower<>(settings, new ByteArrayDeserializer(), List.of(topic), taker);
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        distinct.set(CannedTickets.ticket(new String(record.key(), StandardCharsets.US_ASCII)));
        tickets.add(System.nanoTime());
    }

    private Map<String, String> environment(Duration period) {
        return Map.ofEntries(
                Map.entry("TUYA_CLIENT_ID", "bench-client"),
                Map.entry("TUYA_CLIENT_SECRET", "bench-secret"),
                Map.entry("TUYA_BASE_URL", arena.api().baseUrl()),
                Map.entry("TUYA_REQUESTS_PER_SECOND", "10000"),
                Map.entry("TUYA_CONCURRENT_REQUESTS", "4"),
                Map.entry("TICKETS_PAGE_SIZE", Integer.toString(setting.pageSize())),
                Map.entry("TICKETS_POLL_PERIOD", period.toMillis() + "ms"),
                Map.entry("TICKETS_TOPIC", name + ".tickets"),
                Map.entry("TICKETS_STATE_TOPIC", name + ".state"),
                Map.entry("TICKETS_SWEEP_TOPIC", name + ".sweeps"),
                Map.entry("TICKETS_DEAD_LETTER_TOPIC", name + ".dead-letter"),
                Map.entry("TICKETS_TRANSACTIONAL_ID", name),
                Map.entry("CAMEL_COMPONENT_KAFKA_BROKERS", arena.brokers()),
                Map.entry("CAMEL_MANAGEMENT_PORT", Integer.toString(Ports.free())));
    }

    double secondsTo(Moments moments) {
        return Moments.secondsBetween(startedAt, moments.at(0));
    }

    CannedApi.Seen api() {
        return api;
    }

    Moments tickets() {
        return tickets;
    }

    Moments sweeps() {
        return sweeps;
    }

    /** From the arrival of the request for page 1, for the n-th sweep from 0. */
    double secondsOfSweep(int index) {
        return Moments.secondsBetween(api.walks().at(index), sweeps.at(index));
    }

    /** @throws IllegalStateException if its process ends first, or asks for nothing for long, or for far too much */
    void awaitSweeps(int count) {
        long enough = (long) MAX_WALKS_A_SWEEP * count * (setting.pages() + 1);
        await(
                count + " complete sweeps",
                () -> sweeps.count() >= count,
                () -> Math.min(api.requests().count(), enough));
    }

    /** Waits until every ticket was published, and sees that none was twice. */
    void awaitAllTickets() {
        await(setting.tickets() + " tickets", () -> tickets.count() >= setting.tickets(), tickets::count);
        if (tickets.count() != setting.tickets() || distinct.cardinality() != setting.tickets()) {
            throw failure(tickets.count() + " records of " + distinct.cardinality() + " tickets, instead of "
                    + setting.tickets());
        }
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
                throw failure("no " + what + " after " + api.requests().count() + " requests, " + tickets.count()
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

    private IllegalStateException failure(String what) {
        return new IllegalStateException(what + "; " + arena.keepLog(name, process.toString()));
    }

    Footprint footprint() {
        return new Footprint(process.pid());
    }

    @Override
    public void close() {
        process.close();
        ticketFollower.close();
        sweepFollower.close();
        arena.delete(topics.stream().map(NewTopic::name).toList());
    }
}
