package io.github.ticketstream.simulation;

import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import io.github.ticketstream.tuya.TicketList.Pages;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaFailures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pages over a list that changes while it is walked. */
public final class SimulatedList implements Pages {
    public static final int PAGE_SIZE = 12;

    private static final Pattern TICKET =
            Pattern.compile("\"ticket_no\":\"(.*)\",\"update_time\":(\\d+),.*\"content\":(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\"ticket_no\":\"([^\"]*)\"");

    private final World world;
    private final Predicate<String> sought;
    private final World.SweepRead sweep;
    private final Runnable onCall;

    /**
     * @param sought which numbers of tickets the filters admit
     * @param onCall counts a call on the caller's side
     */
    SimulatedList(World world, Predicate<String> sought, World.SweepRead sweep, Runnable onCall) {
        this.world = world;
        this.sought = sought;
        this.sweep = sweep;
        this.onCall = onCall;
    }

    PageWalk walk() {
        Set<String> read = new HashSet<>();
        return PageWalks.over(number -> fetch(number, entry -> true, read));
    }

    @Override
    public Page page(int number) {
        try {
            return fetch(number, entry -> true, new HashSet<>()).get(1, TimeUnit.SECONDS);
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
        return PageWalks.over(number -> fetch(number, entry -> entry.contains("Pending"), new HashSet<>()));
    }

    /** @param read numbers of tickets that were read in the same walk */
    private Future<Page> fetch(int number, Predicate<String> filter, Set<String> read) {
        world.step("page " + number);
        onCall.run();
        world.call();
        if (world.failsNow()) {
            return CompletableFuture.failedFuture(TuyaFailures.of(TuyaException.Kind.TRANSIENT));
        }
        List<String> all = world.list().entries(sought, number);
        sweep.always().retainAll(numbers(all));
        List<String> list =
                all.stream().filter(filter).filter(entry -> !isIgnored(entry)).toList();
        int from = Math.min((number - 1) * PAGE_SIZE, list.size());
        int to = Math.min(from + PAGE_SIZE, list.size());
        List<String> entries = new ArrayList<>(list.subList(from, to));
        for (String entry : entries) {
            Matcher ticket = TICKET.matcher(entry);
            if (ticket.find()) {
                Version version = new Version(Long.parseLong(ticket.group(2)), Integer.parseInt(ticket.group(3)));
                world.serve(ticket.group(1), version, sweep.served());
            }
        }
        sweep.seen().addAll(numbers(entries));
        entries.removeIf(entry -> isOverlooked(entry, read));
        Page page = PageWalks.page(
                number, world.list().total(list.size()), to < list.size(), entries.toArray(String[]::new));
        return world.happens(100) ? new StillUnderWay(page) : CompletableFuture.completedFuture(page);
    }

    private boolean isIgnored(String entry) {
        boolean ignored = world.variant() == Variant.SPOILT_ENTRIES_ARE_IGNORED
                && NUMBER.matcher(entry).find()
                && !TICKET.matcher(entry).find();
        if (ignored) {
            sweep.seen().addAll(numbers(List.of(entry)));
        }
        return ignored;
    }

    private boolean isOverlooked(String entry, Set<String> read) {
        boolean again = numbers(List.of(entry)).stream().anyMatch(number -> !read.add(number));
        return again && world.variant() == Variant.MOVES_ARE_NOT_NOTICED;
    }

    static Set<String> numbers(List<String> entries) {
        return entries.stream()
                .flatMap(entry -> NUMBER.matcher(entry).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
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
