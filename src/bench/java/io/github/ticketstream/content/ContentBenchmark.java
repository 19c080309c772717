package io.github.ticketstream.content;

import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.simulator.TicketGenerator;
import io.github.ticketstream.tuya.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to learn a ticket's content, from its bytes to its hash: of each ticket once in a process, and of each new
 * version. Run by {@link io.github.ticketstream.bench.HotSteps}.
 */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContentBenchmark {
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
