package io.github.ticketstream.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What no update time tells: content that changes silently, and tickets that disappear. Written by the sweeps, read by any. */
public final class HiddenChanges {
    private static final Logger LOG = LoggerFactory.getLogger(HiddenChanges.class);

    private final AtomicLong missing = new AtomicLong();
    private volatile Set<String> fields = Set.of();
    private volatile HeldBack heldBack;

    /**
     * So many tickets would have disappeared at once that none does.
     *
     * @param tickets that would have
     * @param inView tickets that were in the list, under these filters, and are not known to have disappeared
     * @param endsAt when complete sweeps will have agreed for long enough on the first of them
     */
    public record HeldBack(long tickets, long inView, Instant endsAt) {
        @Override
        public String toString() {
            return tickets + " of " + inView
                    + " tickets are missing from the list, more than a tenth: none of them counts as"
                    + " disappeared until complete sweeps have agreed for 24 h, at " + endsAt
                    + "; look whether the API's filters, rights and project are what they were";
        }
    }

    HiddenChanges(MeterRegistry registry) {
        Gauge.builder("tickets.missing", missing, AtomicLong::get)
                .description("Tickets that are tracked and not in the list, by the last complete sweep")
                .register(registry);
    }

    /** @param moved the fields that make silent changes, by their names, as far as they are known */
    public void silentlyMoved(Set<String> moved) {
        fields = moved;
    }

    /**
     * What a complete sweep has found.
     *
     * @param tickets that are tracked and not in the list
     * @param brake what is held back
     */
    public void missing(long tickets, Optional<HeldBack> brake) {
        missing.set(tickets);
        HeldBack now = brake.orElse(null);
        if (now != null && heldBack == null) {
            LOG.warn("{}", now);
        } else if (now == null && heldBack != null) {
            LOG.info("no tickets are held back any more: {} are missing", tickets);
        }
        heldBack = now;
    }

    /** The role has changed: another process finds what is missing. */
    public void reset() {
        missing.set(0);
        heldBack = null;
    }

    Set<String> silentFields() {
        return fields;
    }

    long missing() {
        return missing.get();
    }

    /** What an operator should know although the stream goes on; empty if there is nothing. */
    public String notice() {
        HeldBack now = heldBack;
        return now == null ? "" : now.toString();
    }
}
