package io.github.ticketstream.process;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.async.AsyncQueueFullPolicy;
import org.apache.logging.log4j.core.async.EventRoute;

/**
 * Drops and counts the lines of the log for which there is no room, because nobody reads standard output: a paused
 * terminal or a log driver that hangs must not block a thread that logs. Log4j makes it, by log4j2.component.properties.
 */
public final class DroppedLines implements AsyncQueueFullPolicy {
    private static final AtomicLong COUNT = new AtomicLong();

    /** Lines that were dropped since the start. */
    public static long count() {
        return COUNT.get();
    }

    @Override
    public EventRoute getRoute(long writer, Level level) {
        COUNT.incrementAndGet();
        return EventRoute.DISCARD;
    }
}
