package io.github.ticketstream.chaos;

import io.github.ticketstream.chaos.Progress.Line;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** What happens to the active replica's process. */
final class ProgramFaults {
    private ProgramFaults() {}

    static Struck kill(Stage stage, Random random) {
        stage.awaitStandby();
        String moment = stage.awaitAny(random);
        Replica active = stage.active();
        int life = active.life();
        long now = System.nanoTime();
        active.kill();
        active.start();
        return new Struck("of " + active + " " + moment, now, now, completeButNotBy(active, life), Optional.of(active));
    }

    static Struck killBeforeItHasSettled(Stage stage, Random random) {
        String moment = stage.awaitAny(random);
        Replica active = stage.active();
        active.kill();
        active.start();
        String sign = random.nextBoolean() ? stage.await(Moment.LINE, random) : stage.await(Moment.PAGE, random);
        Replica next = stage.active();
        int life = next.life();
        long now = System.nanoTime();
        next.kill();
        next.start();
        return new Struck(
                "of " + active + " " + moment + ", and of " + next + " " + sign,
                now,
                now,
                completeButNotBy(next, life),
                Optional.empty());
    }

    static Struck pauseBriefly(Stage stage, Random random) {
        return pause(stage, random, Duration.ofMillis(500 + random.nextInt(2500)));
    }

    /** Longer than the session of 6 s. */
    static Struck pauseForLong(Stage stage, Random random) {
        stage.awaitStandby();
        return pause(stage, random, Duration.ofMillis(7000 + random.nextInt(3000)));
    }

    private static Struck pause(Stage stage, Random random, Duration length) {
        String moment = stage.awaitAny(random);
        Replica active = stage.active();
        long now = System.nanoTime();
        active.pause();
        // Meanwhile another one may take over; nothing shortens the pause.
        stage.progress().await(now, length, line -> false);
        active.resume();
        return new Struck(
                "of " + active + " for " + length.toMillis() + " ms " + moment,
                now,
                System.nanoTime(),
                Line::isComplete,
                Optional.of(active));
    }

    static Struck restart(Stage stage, Random random) {
        stage.awaitStandby();
        String moment = stage.awaitAny(random);
        Replica active = stage.active();
        int life = active.life();
        long now = System.nanoTime();
        active.stop();
        active.start();
        return new Struck("of " + active + " " + moment, now, now, completeButNotBy(active, life), Optional.of(active));
    }

    private static Predicate<Line> completeButNotBy(Replica replica, int life) {
        return line -> line.isComplete() && !(line.replica() == replica && line.life() == life);
    }
}
