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

/** Pages over a list that changes while it is walked. */
public final class SimulatedList implements Pages {
    public static final int PAGE_SIZE = 12;

    private static final Pattern TICKET =
            Pattern.compile("\"ticket_no\":\"(.*)\",\"update_time\":(\\d+),.*\"content\":(\\d+)");

    private final World world;
    private final Predicate<String> sought;
    private final Map<String, Version> servedInSweep;

    /** @param sought which numbers of tickets the filters admit */
    SimulatedList(World world, Predicate<String> sought, Map<String, Version> servedInSweep) {
        this.world = world;
        this.sought = sought;
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
    public Page pageOnce(int number) {
        return page(number);
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
        List<String> list = world.list().entries(sought).stream().filter(filter).toList();
        int from = Math.min((number - 1) * PAGE_SIZE, list.size());
        int to = Math.min(from + PAGE_SIZE, list.size());
        List<String> entries = list.subList(from, to);
        for (String entry : entries) {
            Matcher ticket = TICKET.matcher(entry);
            if (ticket.find()) {
                Version version = new Version(Long.parseLong(ticket.group(2)), Integer.parseInt(ticket.group(3)));
                world.serve(ticket.group(1), version, servedInSweep);
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
