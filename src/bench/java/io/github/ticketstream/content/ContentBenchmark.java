package io.github.ticketstream.content;

import io.github.ticketstream.bench.HotStep;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.simulator.TicketGenerator;
import io.github.ticketstream.tuya.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What it takes to learn a ticket's content, from its bytes to its hash: of each ticket once in a process, and of each new
 * version. Run by {@link io.github.ticketstream.bench.HotSteps}.
 */
public class ContentBenchmark extends HotStep {
    private final TicketContent.Reader reader = new TicketContent.Reader(TestSettings.tickets());
    private final JsonSlice ticket;

    public ContentBenchmark() {
        byte[] json = new TicketGenerator(1, Clock.systemUTC()).next().json().getBytes(StandardCharsets.UTF_8);
        ticket = new JsonSlice(json, 0, json.length);
    }

    /** With {@code tickets.silent-changes=count}. */
    @Benchmark
    public long learnToCount() {
        return reader.of(ticket).quickHash();
    }

    /** With {@code tickets.silent-changes=publish}. */
    @Benchmark
    public long learnToPublish() {
        return reader.of(ticket).hash();
    }
}
