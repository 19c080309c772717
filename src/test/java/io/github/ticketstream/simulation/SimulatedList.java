package io.github.ticketstream.simulation;

import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import io.github.ticketstream.tuya.Pages;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaFailures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of two, over a list that changes while it is walked. */
public final class SimulatedList implements Pages {
    private static final int PAGE_SIZE = 2;
    private static final Pattern TICKET = Pattern.compile("\"ticket_no\":\"(.*)\",\"update_time\":(\\d+)");

    private final World world;
    private final Map<String, Long> servedInSweep;

    SimulatedList(World world, Map<String, Long> servedInSweep) {
        this.world = world;
        this.servedInSweep = servedInSweep;
    }

    PageWalk walk() {
        return PageWalks.over(number -> fetch(number, entry -> true));
    }

    @Override
    public Page page(int number) {
        try {
            return fetch(number, entry -> true).get(1, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw TuyaFailures.of(TuyaException.Kind.TRANSIENT);
        }
    }

    @Override
    public PageWalk openTickets() {
        return PageWalks.over(number -> fetch(number, entry -> entry.contains("Pending")));
    }

    private Future<Page> fetch(int number, Predicate<String> filter) {
        world.step("page " + number);
        if (world.failsNow()) {
            return CompletableFuture.failedFuture(TuyaFailures.of(TuyaException.Kind.TRANSIENT));
        }
        List<String> list = world.list().stream().filter(filter).toList();
        int from = Math.min((number - 1) * PAGE_SIZE, list.size());
        int to = Math.min(from + PAGE_SIZE, list.size());
        List<String> entries = list.subList(from, to);
        for (String entry : entries) {
            Matcher ticket = TICKET.matcher(entry);
            if (ticket.find()) {
                world.serve(ticket.group(1), Long.parseLong(ticket.group(2)), servedInSweep);
            }
        }
        Page page = PageWalks.page(number, list.size(), to < list.size(), entries.toArray(String[]::new));
        return world.happens(100) ? new StillUnderWay(page) : CompletableFuture.completedFuture(page);
    }

    /** There as soon as someone waits for it. */
    private static final class StillUnderWay extends CompletableFuture<Page> {
        private final Page page;

        StillUnderWay(Page page) {
            this.page = page;
        }

        @Override
        public Page get(long timeout, TimeUnit unit) {
            return page;
        }
    }
}
