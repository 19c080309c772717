package io.github.ticketstream.laboratory;

import java.time.Duration;
import java.util.Locale;

/** The order of the list, which nobody documents. */
enum Order {
    NEWEST_CHANGE_FIRST {
        @Override
        long key(LabTicket ticket, long now) {
            return -ticket.changedAt;
        }
    },
    NEWEST_FIRST {
        @Override
        long key(LabTicket ticket, long now) {
            return -ticket.createdAt;
        }
    },
    OLDEST_FIRST {
        @Override
        long key(LabTicket ticket, long now) {
            return ticket.createdAt;
        }
    },
    ARBITRARY {
        @Override
        long key(LabTicket ticket, long now) {
            return mixed(ticket.id);
        }
    },
    CHANGES_EVERY_HOUR {
        @Override
        long key(LabTicket ticket, long now) {
            return mixed(ticket.id + 31L * (now / HOUR));
        }
    };

    static final long HOUR = Duration.ofHours(1).toMillis();

    /** The list is sorted by it, ascending. */
    abstract long key(LabTicket ticket, long now);

    boolean isStable() {
        return this != CHANGES_EVERY_HOUR;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A key without order: the finalizer of a well-known generator. */
    private static long mixed(long id) {
        long mixed = (id + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 27);
    }
}
