package io.github.ticketstream.simulator;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Changes a population at a steady pace, until closed: of five changes, about four are updates and one is a new ticket, if
 * nothing else is said.
 */
public final class LivingPopulation implements AutoCloseable {
    static final int NEW_ONE_IN = 5;

    private final TicketPopulation tickets;
    private final Function<RandomGenerator, Optional<SimulatedTicket>> update;
    private final int newOneIn;
    private final Random random;
    private final TicketGenerator generator;
    private final LongAdder changes = new LongAdder();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "living-population");
        thread.setDaemon(true);
        return thread;
    });

    private final Future<?> beat;

    private LivingPopulation(
            TicketPopulation tickets,
            Duration interval,
            int newOneIn,
            long seed,
            Function<RandomGenerator, Optional<SimulatedTicket>> update) {
        this.tickets = tickets;
        this.update = update;
        this.newOneIn = newOneIn;
        this.random = new Random(seed);
        this.generator = new TicketGenerator(seed, tickets.clock());
        this.beat = pace.scheduleAtFixedRate(this::change, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Begins at once, with this interval between two changes; the seed fixes what they are. */
    public static LivingPopulation start(TicketPopulation tickets, Duration interval, long seed) {
        return start(tickets, interval, NEW_ONE_IN, seed);
    }

    /** With one new ticket in so many changes: a long run should not end with an endless list. */
    public static LivingPopulation start(TicketPopulation tickets, Duration interval, int newOneIn, long seed) {
        return new LivingPopulation(tickets, interval, newOneIn, seed, tickets::updateAny);
    }

    /**
     * Starts changes of which some are hidden: of ten two are silent, of twenty-five one deletes a ticket or brings one
     * back.
     */
    public static LivingPopulation startHiding(TicketPopulation tickets, Duration interval, int newOneIn, long seed) {
        return new LivingPopulation(tickets, interval, newOneIn, seed, hiding(tickets, tickets::updateAny));
    }

    /**
     * Starts hidden changes as well, and lets tickets change as real ones do: only those that are open are updated, and
     * every few updates close one.
     */
    public static LivingPopulation startOpenHiding(TicketPopulation tickets, Duration interval, long seed) {
        return new LivingPopulation(tickets, interval, NEW_ONE_IN, seed, hiding(tickets, tickets::updateOpen));
    }

    private static Function<RandomGenerator, Optional<SimulatedTicket>> hiding(
            TicketPopulation tickets, Function<RandomGenerator, Optional<SimulatedTicket>> update) {
        return random -> {
            int choice = random.nextInt(50);
            if (choice < 2) {
                return tickets.removeOrReturnAny(random);
            }
            return choice < 12 ? tickets.changeAnySilently(random) : update.apply(random);
        };
    }

    private void change() {
        if (random.nextInt(newOneIn) == 0 || update.apply(random).isEmpty()) {
            SimulatedTicket ticket = generator.created();
            while (tickets.contains(ticket.ticketNo())) { // The population may have been generated from the same seed.
                ticket = generator.created();
            }
            tickets.add(ticket);
        }
        changes.increment();
    }

    /** Changes made so far. */
    public long changes() {
        return changes.sum();
    }

    /**
     * Returns when no more changes can come.
     *
     * @throws IllegalStateException if it had died before
     */
    @Override
    public void close() {
        boolean died = !pace.isShutdown() && beat.isDone();
        pace.shutdown();
        try {
            if (died || !pace.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a change failed, or the last one does not end: " + beat);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
