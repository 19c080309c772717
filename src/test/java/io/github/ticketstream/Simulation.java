package io.github.ticketstream;

import io.github.ticketstream.simulation.Choices;
import io.github.ticketstream.simulation.Crash;
import io.github.ticketstream.simulation.Invariants;
import io.github.ticketstream.simulation.SimulatedList;
import io.github.ticketstream.simulation.Variant;
import io.github.ticketstream.simulation.World;
import java.util.ArrayList;
import java.util.List;

/**
 * One schedule, by chance after some sweeps in quiet, in which the size of a page may grow: two replicas that both take themselves for the active one, which is worse than any election allows, crash,
 * restart and overtake each other while requests get lost and tickets change, by chance after some sweeps of one that does not; then quiet, and one last replica.
 */
final class Simulation {
    private static final int SWEEPS = 8;
    /** In parts of 256. */
    private static final int HALF = 128;

    private static final int SWEEPS_IN_QUIET = 10;
    /** It takes two to tell what is gone. */
    private static final int COMPLETE_SWEEPS = 2;

    private final World world;
    private List<String> stuck = List.of();

    private Simulation(World world) {
        this.world = world;
    }

    /** The history of a schedule, and what was breached in it. */
    record Outcome(List<String> breaches, List<String> history) {
        @Override
        public String toString() {
            return breaches + " in\n  " + String.join("\n  ", history);
        }
    }

    static Outcome run(List<Integer> choices, Variant variant) {
        World world = new World(new Choices(choices), variant);
        Simulation simulation = new Simulation(world);
        world.drawCap();
        if (world.happens(HALF)) {
            int sweeps = 1 + world.below(SimulatedList.SIZES.size());
            world.scheduler().add("first", () -> simulation.sweeps(new SimulatedReplica(world), sweeps));
            world.inQuiet(world.scheduler()::run);
            if (world.happens(HALF)) {
                world.scheduler().add("calm", () -> simulation.sweeps(new SimulatedReplica(world), SWEEPS));
                world.inCalm(world.scheduler()::run);
            }
        }
        world.scheduler().add("A", simulation::replica);
        world.scheduler().add("B", simulation::replica);
        world.scheduler().run();
        world.settle();
        world.scheduler().add("Z", simulation::lastReplica);
        world.scheduler().run();
        List<String> breaches = new ArrayList<>(simulation.stuck);
        breaches.addAll(Invariants.breachesIn(world));
        return new Outcome(breaches, world.history());
    }

    private void replica() {
        int sweeps = 0;
        while (sweeps < SWEEPS) {
            try {
                SimulatedReplica replica = new SimulatedReplica(world);
                while (sweeps < SWEEPS) {
                    sweeps++;
                    sweep(replica);
                }
            } catch (Crash e) {
                world.scheduler().say("starts again");
            }
        }
    }

    private void lastReplica() {
        SimulatedReplica replica = new SimulatedReplica(world);
        int complete = 0;
        for (int i = 0; i < SWEEPS_IN_QUIET && complete < COMPLETE_SWEEPS; i++) {
            if (sweep(replica)) {
                complete++;
            } else {
                world.transactionTimesOut();
            }
        }
        if (complete < COMPLETE_SWEEPS) {
            stuck = List.of("only " + complete + " sweeps are complete although all is quiet");
        }
    }

    private void sweeps(SimulatedReplica replica, int sweeps) {
        for (int i = 0; i < sweeps; i++) {
            sweep(replica);
        }
    }

    private boolean sweep(SimulatedReplica replica) {
        try {
            boolean complete = replica.sweep();
            world.scheduler().say(complete ? "sweep complete" : "sweep incomplete");
            return complete;
        } catch (RuntimeException e) {
            world.scheduler().say("sweep failed: " + e.getMessage());
            return false;
        }
    }
}
