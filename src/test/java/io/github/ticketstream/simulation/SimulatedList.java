package io.github.ticketstream.simulation;

import io.github.ticketstream.simulator.PageCap;
import io.github.ticketstream.tuya.TicketLists;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The API as one process asks it: pages of a list that changes while it is walked, no larger than it gives just then. */
public final class SimulatedList implements TicketLists.Api {
    /** That the program asks for: an eighth of the real ones, as the list is short. */
    public static final List<Integer> SIZES = List.of(6, 12, 24, 60);

    private static final Pattern TICKET =
            Pattern.compile("\"ticket_no\":\"(.*)\",\"update_time\":(\\d+),.*\"content\":(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\"ticket_no\":\"([^\"]*)\"");
    private static final Pattern PAGE = Pattern.compile("page_no=(\\d+)&page_size=(\\d+)");

    private final World world;
    private final Runnable onCall;
    /** The one under way. */
    private World.SweepRead sweep;
    /** What the reply that was given last shows to those who read it. */
    private Runnable shows = () -> {};
    /** Numbers of tickets that were read in the same walk. */
    private final Set<String> read = new HashSet<>();

    /** @param onCall counts a call on the caller's side */
    SimulatedList(World world, Runnable onCall) {
        this.world = world;
        this.onCall = onCall;
    }

    /** @param number of the sweep that asks from now on */
    public void beginSweep(int number) {
        sweep = world.sweep(number);
    }

    @Override
    public String answer(String query) {
        Matcher page = PAGE.matcher(query);
        if (!page.find()) {
            throw new IllegalArgumentException(query);
        }
        int number = Integer.parseInt(page.group(1));
        int asked = Integer.parseInt(page.group(2));
        boolean open = query.contains("in_state_list");
        world.step("page " + number + " of " + asked + (open ? " of the open ones" : ""));
        onCall.run();
        world.call();
        World.Cap cap = world.cap();
        if (world.failsNow()) {
            throw TuyaFailures.of(Kind.TRANSIENT);
        }
        if (asked > cap.size() && !cap.isClamp()) {
            throw TuyaFailures.of(cap.above() == PageCap.REFUSE ? Kind.REQUEST : Kind.TRANSIENT);
        }
        if (number == 1 || open || sweep.partial()) {
            read.clear();
        }
        return page(number, asked, open);
    }

    private String page(int number, int asked, boolean open) {
        int size = Math.min(asked, world.cap().size());
        List<String> all = world.list().entries(ticket -> !sweep.narrow() || LivingList.isInBoth(ticket), number);
        sweep.always().retainAll(numbers(all));
        List<String> list = all.stream()
                .filter(entry -> !open || entry.contains("Pending"))
                .filter(entry -> !isIgnored(entry))
                .toList();
        Map<String, Version> versions = new HashMap<>();
        Set<String> numbers = ignored(all);
        int from = Math.min((number - 1) * size, list.size());
        int to = Math.min(from + size, list.size());
        List<String> entries = new ArrayList<>(list.subList(from, to));
        for (String entry : entries) {
            Matcher ticket = TICKET.matcher(entry);
            if (ticket.find()) {
                Version version = new Version(Long.parseLong(ticket.group(2)), Integer.parseInt(ticket.group(3)));
                versions.put(ticket.group(1), version);
            }
        }
        numbers.addAll(numbers(entries));
        World.SweepRead reader = sweep;
        long at = world.serve(versions);
        shows = () -> reader.read(numbers, versions, at);
        entries.removeIf(this::isOverlooked);
        int total = world.list().total(list.size());
        boolean hasMore = to < list.size();
        if (world.variant() == Variant.ASKED_COUNTS_AS_GIVEN) {
            int pages = (total + asked - 1) / asked;
            total = Math.min(total, pages * size);
            hasMore = number < pages;
        }
        return "{\"success\":true,\"t\":%d,\"result\":{\"page_no\":%d,\"page_size\":%d,\"total\":%d,\"has_more\":%b,\"list\":%s}}"
                .formatted(world.list().time(), number, world.cap().echoes() ? asked : size, total, hasMore, entries);
    }

    @Override
    public Runnable shows() {
        return shows;
    }

    private Set<String> ignored(List<String> entries) {
        return numbers(entries.stream().filter(this::isIgnored).toList());
    }

    private boolean isIgnored(String entry) {
        return world.variant() == Variant.SPOILT_ENTRIES_ARE_IGNORED
                && NUMBER.matcher(entry).find()
                && !TICKET.matcher(entry).find();
    }

    private boolean isOverlooked(String entry) {
        boolean again = numbers(List.of(entry)).stream().anyMatch(number -> !read.add(number));
        return again && world.variant() == Variant.MOVES_ARE_NOT_NOTICED;
    }

    static Set<String> numbers(List<String> entries) {
        return entries.stream()
                .flatMap(entry -> NUMBER.matcher(entry).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
