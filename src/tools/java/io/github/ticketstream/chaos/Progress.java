package io.github.ticketstream.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The replicas' log lines about sweeps and election, in the order of arrival. */
final class Progress {
    private static final Pattern SWEEP = Pattern.compile("sweep (complete|partial|incomplete|failed):");

    private final List<Line> lines = new ArrayList<>();

    /**
     * One line of a log.
     *
     * @param life counts the starts of this replica
     * @param at {@link System#nanoTime}
     */
    record Line(Replica replica, int life, String text, long at) {
        boolean isSweep() {
            return SWEEP.matcher(text).find();
        }

        boolean isStandby() {
            return text.contains(" - standby: ready ");
        }

        boolean isActive() {
            return isSweep() || text.contains(" - active: ");
        }

        boolean isOfThisLife() {
            return life == replica.life();
        }

        boolean isComplete() {
            return text.contains("sweep complete:");
        }
    }

    synchronized void add(Line line) {
        lines.add(line);
        notifyAll();
    }

    /** The first such line since then, if it comes in time. */
    synchronized Optional<Line> await(long since, Duration patience, Predicate<Line> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        int next = lines.size();
        while (next > 0 && lines.get(next - 1).at() >= since) {
            next--;
        }
        try {
            while (true) {
                for (; next < lines.size(); next++) {
                    if (wanted.test(lines.get(next))) {
                        return Optional.of(lines.get(next));
                    }
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return Optional.empty();
                }
                wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    synchronized Optional<Line> last(Predicate<Line> wanted) {
        return lines.stream().filter(wanted).reduce((one, newer) -> newer);
    }

    synchronized long count(Predicate<Line> wanted) {
        return lines.stream().filter(wanted).count();
    }
}
