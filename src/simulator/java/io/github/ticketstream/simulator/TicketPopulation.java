package io.github.ticketstream.simulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The tickets that the API has: may be changed by any thread while clients walk the list. A page is always a slice of
 * one instant; two pages are not.
 */
public final class TicketPopulation {

    private final Clock clock;
    private final TicketOrder order;
    private final List<SimulatedTicket> entries = new ArrayList<>();
    private final Map<String, SimulatedTicket> byNumber = new HashMap<>();
    private final Removals removals = new Removals();

    /** An empty one; the clock gives the update times of {@link #update}. */
    public TicketPopulation(Clock clock, TicketOrder order) {
        this.clock = clock;
        this.order = order;
    }

    /**
     * Adds a ticket where the order wants it.
     *
     * @throws IllegalArgumentException if its number is taken
     */
    public synchronized SimulatedTicket add(SimulatedTicket ticket) {
        if (!ticket.isTicket() || byNumber.containsKey(ticket.ticketNo())) {
            throw new IllegalArgumentException("no ticket, or its number is taken: " + ticket);
        }
        byNumber.put(ticket.ticketNo(), ticket);
        insert(ticket);
        removals.cameBack(ticket.ticketNo(), clock.instant());
        return ticket;
    }

    /** Adds a ticket with realistic other fields. */
    public SimulatedTicket add(String ticketNo, long updateTime) {
        return add(new TicketGenerator(ticketNo.hashCode(), clock).ticket(ticketNo, updateTime));
    }

    /** Adds the ticket that this text is; it is served byte for byte. */
    public SimulatedTicket addJson(String json) {
        return add(SimulatedTicket.of(json));
    }

    /** Adds realistic tickets; the same seed and clock give the same ones, so a seed serves a population once. */
    public void addGenerated(int count, long seed) {
        TicketGenerator generator = new TicketGenerator(seed, clock);
        for (int i = 0; i < count; i++) {
            add(generator.next());
        }
    }

    /** Adds them as they are in a list that has grown for years: but for this share of them closed. */
    public void addMostlyClosed(int count, double open, long seed) {
        TicketGenerator generator = new TicketGenerator(seed, clock);
        for (int i = 0; i < count; i++) {
            SimulatedTicket ticket = generator.next();
            TicketState state = i < count * (1 - open) ? TicketState.FINISHED : TicketState.PROCESSING;
            add(ticket.updated(ticket.updateTime(), state));
        }
    }

    /** Adds an entry that is no ticket, or a second entry of the same ticket: any text, at the end of the list. */
    public synchronized void addGarbage(String raw) {
        entries.add(SimulatedTicket.garbage(raw));
    }

    /**
     * A new version: next state, and an update time of now, or 1 ms after the last one where the clock stands still.
     */
    public synchronized SimulatedTicket update(String ticketNo) {
        SimulatedTicket old = get(ticketNo);
        long updateTime = Math.max(clock.millis(), old.updateTime() + 1);
        return replace(old.updated(updateTime, TicketState.after(old.stateCode())));
    }

    /** Updates any ticket; empty if there is none, as below. */
    public synchronized Optional<SimulatedTicket> updateAny(RandomGenerator random) {
        return any(random).map(ticket -> update(ticket.ticketNo()));
    }

    synchronized Optional<SimulatedTicket> changeAnySilently(RandomGenerator random) {
        return any(random).map(ticket -> changeSilently(ticket.ticketNo()));
    }

    @SuppressWarnings("ReferenceEquality") // an equal second entry may have been put in as garbage
    private Optional<SimulatedTicket> any(RandomGenerator random) {
        if (byNumber.isEmpty()) {
            return Optional.empty();
        }
        SimulatedTicket ticket = entries.get(random.nextInt(entries.size()));
        return byNumber.get(ticket.ticketNo()) == ticket ? Optional.of(ticket) : any(random);
    }

    synchronized Optional<SimulatedTicket> updateOpen(RandomGenerator random) {
        List<String> open = byNumber.values().stream()
                .filter(ticket -> TicketState.isOpen(ticket.stateCode()))
                .map(SimulatedTicket::ticketNo)
                .sorted()
                .toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(update(open.get(random.nextInt(open.size()))));
    }

    /** Puts this version in the place of the one with the same number, whatever its update time. */
    public synchronized SimulatedTicket replace(SimulatedTicket version) {
        int index = indexOf(get(version.ticketNo()));
        byNumber.put(version.ticketNo(), version);
        if (order.keepsPlaces()) {
            entries.set(index, version);
        } else {
            entries.remove(index);
            insert(version);
        }
        return version;
    }

    /** Another content under the same update time: a new reply was counted. */
    public synchronized SimulatedTicket changeSilently(String ticketNo) {
        SimulatedTicket old = get(ticketNo);
        SimulatedTicket changed = old.withOneMoreReply();
        entries.set(indexOf(old), changed);
        byNumber.put(ticketNo, changed);
        return changed;
    }

    public synchronized void remove(String ticketNo) {
        SimulatedTicket ticket = get(ticketNo);
        entries.remove(indexOf(ticket));
        byNumber.remove(ticketNo);
        removals.add(ticket, clock.instant());
    }

    /** Deletes any ticket, or brings one back that was deleted; empty if there is neither. */
    synchronized Optional<SimulatedTicket> removeOrReturnAny(RandomGenerator random) {
        Optional<SimulatedTicket> gone = removals.any(random);
        if (gone.isPresent() && random.nextBoolean()) {
            return Optional.of(add(gone.get()));
        }
        Optional<SimulatedTicket> ticket = any(random);
        ticket.ifPresent(found -> remove(found.ticketNo()));
        return ticket;
    }

    public Removals removals() {
        return removals;
    }

    /** Moves a ticket to the front without changing it: everything before it slides one place back. */
    public synchronized void moveToFront(String ticketNo) {
        SimulatedTicket ticket = get(ticketNo);
        entries.remove(indexOf(ticket));
        entries.add(0, ticket);
    }

    public synchronized void clear() {
        entries.clear();
        byNumber.clear();
    }

    /**
     * The version that the list has now.
     *
     * @throws NoSuchElementException if there is no such ticket
     */
    public synchronized SimulatedTicket get(String ticketNo) {
        return Optional.ofNullable(byNumber.get(ticketNo))
                .orElseThrow(() -> new NoSuchElementException("no ticket " + ticketNo));
    }

    public synchronized boolean contains(String ticketNo) {
        return byNumber.containsKey(ticketNo);
    }

    /** Entries in the list, garbage included. */
    public synchronized int size() {
        return entries.size();
    }

    /** ticket_no → update_time of every ticket as it stands now. */
    public synchronized Map<String, Long> latest() {
        Map<String, Long> latest = new HashMap<>();
        byNumber.forEach((number, ticket) -> latest.put(number, ticket.updateTime()));
        return latest;
    }

    /** All entries as they stand now, garbage included. */
    public synchronized List<SimulatedTicket> snapshot() {
        return List.copyOf(order.at(clock.instant(), entries));
    }

    /** Those that pass a filter, all of one instant, in the order that the list has now. */
    synchronized List<SimulatedTicket> matching(Predicate<SimulatedTicket> filter) {
        return order.at(clock.instant(), entries).stream().filter(filter).toList();
    }

    Clock clock() {
        return clock;
    }

    private void insert(SimulatedTicket ticket) {
        entries.add(order.place(ticket, entries), ticket);
    }

    @SuppressWarnings("ReferenceEquality") // an equal second entry may have been put in as garbage
    private int indexOf(SimulatedTicket ticket) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) == ticket) {
                return i;
            }
        }
        throw new IllegalStateException("not in the list: " + ticket);
    }
}
