package io.github.ticketstream;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to find out that a ticket has not changed, from the page's bytes on; per ticket, with what a sweep and a page
 * cost spread over the page's hundred. Run by {@link io.github.ticketstream.bench.HotSteps}.
 */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {
    private final UnchangedPage page = new UnchangedPage();

    @Benchmark
    @OperationsPerInvocation(UnchangedPage.TICKETS)
    public Object parseAndDropATicket() {
        return page.readAndFilter();
    }
}
