package io.github.ticketstream.chaos;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for a condition. */
final class Wait {
    private Wait() {}

    static boolean until(Duration patience, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .ignoreExceptions()
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    static void must(String what, Duration patience, Callable<Boolean> condition) {
        if (!until(patience, condition)) {
            throw new IllegalStateException("not within " + patience.toSeconds() + " s: " + what);
        }
    }
}
