package io.github.ticketstream;

import io.github.ticketstream.bench.HotStep;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What it takes to find out that a ticket has not changed, from the page's bytes on; per ticket, with what a sweep and a page
 * cost spread over the page's hundred. Run by {@link io.github.ticketstream.bench.HotSteps}.
 */
public class FilterBenchmark extends HotStep {
    private final UnchangedPage page = new UnchangedPage();

    @Benchmark
    @OperationsPerInvocation(UnchangedPage.TICKETS)
    public Object parseAndDropATicket() {
        return page.readAndFilter();
    }
}
