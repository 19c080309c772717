package io.github.ticketstream.simulator;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Changes a population at a steady pace, until closed: of five changes, about four are updates and one is a new ticket. */
public final class LivingPopulation implements AutoCloseable {

    private final TicketPopulation tickets;
    private final Random random;
    private final TicketGenerator generator;
    private final LongAdder changes = new LongAdder();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "living-population");
        thread.setDaemon(true);
        return thread;
    });

    private LivingPopulation(TicketPopulation tickets, long seed) {
        this.tickets = tickets;
        this.random = new Random(seed);
        this.generator = new TicketGenerator(seed, tickets.clock());
    }

    /** @param interval between two changes; the seed fixes what they are */
    public static LivingPopulation start(TicketPopulation tickets, Duration interval, long seed) {
        LivingPopulation living = new LivingPopulation(tickets, seed);
        living.pace.scheduleAtFixedRate(living::change, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        return living;
    }

    /** Changes made so far. */
    public long changes() {
        return changes.sum();
    }

    /** Returns when no more changes can come. */
    @Override
    public void close() {
        pace.shutdown();
        try {
            if (!pace.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the last change does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change() {
        if (random.nextInt(5) == 0 || tickets.updateAny(random).isEmpty()) {
            tickets.add(generator.created());
        }
        changes.increment();
    }
}
