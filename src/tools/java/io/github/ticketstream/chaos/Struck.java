package io.github.ticketstream.chaos;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A fault that is over.
 *
 * @param detail what exactly was done
 * @param at when it struck, by {@link System#nanoTime}
 * @param over from when on the program could recover
 * @param recovery a complete sweep that counts as recovery
 * @param deposed the replica whose place another one takes meanwhile
 */
record Struck(String detail, long at, long over, Predicate<Progress.Line> recovery, Optional<Replica> deposed) {
    /** Ends now; any complete sweep from now on counts. */
    static Struck until(String detail, long at) {
        return new Struck(detail, at, System.nanoTime(), Progress.Line::isComplete, Optional.empty());
    }
}
