package io.github.ticketstream.chaos;

import io.github.ticketstream.simulator.Quirks;
import io.github.ticketstream.simulator.SimulatedTicket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A list that moves while it is walked, or lies. */
final class ListFaults {
    private static final Duration SWEEP_PATIENCE = Duration.ofSeconds(30);

    private ListFaults() {}

    /** Tickets from behind come to the front while the pages between are read: all others slide back. */
    static Struck pagesShift(Stage stage, Random random) {
        String moment = stage.awaitAny(random);
        int shifts = 1 + random.nextInt(40);
        AtomicInteger left = new AtomicInteger(shifts);
        long seed = random.nextLong();
        Random choice = new Random(seed);
        long now = System.nanoTime();
        stage.onPage(() -> {
            if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                moveAny(stage, choice);
            }
        });
        Wait.must("pages that shift", SWEEP_PATIENCE, () -> left.get() == 0);
        stage.onPage(() -> {});
        return Struck.until(shifts + " times " + moment, now);
    }

    private static synchronized void moveAny(Stage stage, Random choice) {
        List<String> numbers = List.copyOf(stage.tuya().tickets().latest().keySet());
        stage.tuya().tickets().moveToFront(numbers.get(choice.nextInt(numbers.size())));
    }

    /** One that is neither wrong in every sweep nor endless: a guard of the walk ends it. */
    static Struck pageRepeats(Stage stage, Random random) {
        int page = 1 + random.nextInt(5);
        return quirk(
                stage,
                random,
                "from page " + page,
                quirks -> quirks.repeatPage(page),
                quirks -> quirks.repeatPage(Integer.MAX_VALUE));
    }

    static Struck totalTooSmall(Stage stage, Random random) {
        int percent = 50 + random.nextInt(49);
        return total(stage, random, percent);
    }

    static Struck totalTooLarge(Stage stage, Random random) {
        int percent = 101 + random.nextInt(100);
        return total(stage, random, percent);
    }

    /** Some, for one complete sweep: nothing may be told of them. */
    static Struck ticketsVanish(Stage stage, Random random) {
        int oneIn = 2 + random.nextInt(60);
        return hide(stage, "one ticket in " + oneIn, ticket -> ticket.ticketNo().hashCode() % oneIn == 0);
    }

    static Struck emptyList(Stage stage, Random random) {
        return hide(stage, "all tickets", ticket -> true);
    }

    private static Struck hide(Stage stage, String detail, Predicate<SimulatedTicket> hidden) {
        long now = System.nanoTime();
        stage.tuya().quirks().hide(ticket -> ticket.ticketNo() != null && hidden.test(ticket));
        stage.progress().await(now, SWEEP_PATIENCE, Progress.Line::isComplete);
        stage.tuya().quirks().reset();
        return Struck.until(detail + " for a sweep", now);
    }

    private static Struck total(Stage stage, Random random, int percent) {
        return quirk(
                stage,
                random,
                percent + " %",
                quirks -> quirks.total(truth -> truth * percent / 100 + (percent > 100 ? 1 : 0)),
                quirks -> quirks.total(truth -> truth));
    }

    /** For some sweeps. */
    private static Struck quirk(
            Stage stage, Random random, String detail, Consumer<Quirks> lie, Consumer<Quirks> truth) {
        String moment = stage.awaitAny(random);
        int sweeps = 1 + random.nextInt(3);
        long now = System.nanoTime();
        lie.accept(stage.tuya().quirks());
        for (int i = 0; i < sweeps; i++) {
            stage.progress().await(System.nanoTime(), SWEEP_PATIENCE, Progress.Line::isSweep);
        }
        truth.accept(stage.tuya().quirks());
        return Struck.until("%s for %d sweeps %s".formatted(detail, sweeps, moment), now);
    }
}
