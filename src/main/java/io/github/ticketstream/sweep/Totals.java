package io.github.ticketstream.sweep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has found out about the API's totals. One that was seen to be too low proves nothing by counting any
 * more, nor do those after it, until walks that agree with each other agree with their total as well.
 */
public final class Totals {
    private static final Logger LOG = LoggerFactory.getLogger(Totals.class);

    private boolean tooLow;

    /** Whether a list that holds as many entries as its total says may hold more of them. */
    boolean areTooLow() {
        return tooLow;
    }

    /** A list held more entries than its total. */
    void wasTooLow(long seen, long total) {
        if (!tooLow) {
            LOG.warn(
                    "the list holds {} entries, {} more than the API counts: from now on a sweep is complete when two"
                            + " walks in a row agree",
                    seen,
                    seen - total);
        }
        tooLow = true;
    }

    /** Walks that agree with each other have held as many entries as their total. */
    void wasRight() {
        if (tooLow) {
            LOG.info("the API counts what its list holds again");
        }
        tooLow = false;
    }
}
