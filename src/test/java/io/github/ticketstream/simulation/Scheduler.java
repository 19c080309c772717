package io.github.ticketstream.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Runs processes one at a time, each in a thread of its own; they pass the turn on where they call Kafka or the API. */
public final class Scheduler {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    private final Choices choices;
    private final World world;
    private final List<String> history = new ArrayList<>();
    private final List<Actor> running = new ArrayList<>();
    private final Semaphore allDone = new Semaphore(0);
    private volatile Throwable failure;
    private Actor current;

    private static final class Actor {
        private final String name;
        private final Semaphore turn = new Semaphore(0);

        private Actor(String name) {
            this.name = name;
        }
    }

    Scheduler(Choices choices, World world) {
        this.choices = choices;
        this.world = world;
    }

    /** Takes part from the next {@link #run} on. */
    public void add(String name, Runnable body) {
        Actor actor = new Actor(name);
        running.add(actor);
        THREADS.execute(() -> {
            actor.turn.acquireUninterruptibly();
            try {
                body.run();
            } catch (Throwable e) { // Told by run().
                failure = e;
            }
            running.remove(actor);
            if (running.isEmpty()) {
                allDone.release();
            } else {
                giveTurnTo(running.get(0));
            }
        });
    }

    /** Runs all processes to their end. */
    public void run() {
        giveTurnTo(running.get(0));
        allDone.acquireUninterruptibly();
        if (failure != null) {
            throw new AssertionError("an actor failed in a way that no actor may: " + failure, failure);
        }
    }

    /**
     * An actor is about to do something that others can see. It may be overtaken, or die here.
     *
     * @throws Crash if it dies
     */
    void step(String what) {
        say(what);
        int choice = choices.next();
        if (choice < 150) {
            return;
        }
        if (choice >= 220) {
            say("  " + world.happen(choices));
        } else if (world.isCalm()) {
            say("  nothing");
        } else if (choice < 205) {
            pass();
        } else {
            say("CRASH");
            throw new Crash();
        }
    }

    private void pass() {
        Actor self = current;
        Actor next = running.get(choices.below(running.size()));
        if (next != self) {
            giveTurnTo(next);
            self.turn.acquireUninterruptibly();
        }
    }

    private void giveTurnTo(Actor next) {
        current = next;
        next.turn.release();
    }

    public void say(String what) {
        history.add(current == null ? what : current.name + " " + what);
    }

    List<String> history() {
        return history;
    }
}
