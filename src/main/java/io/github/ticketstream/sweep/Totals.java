package io.github.ticketstream.sweep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's knowledge of the API's totals. After a total that was too low, counting proves nothing, until walks
 * that agree with each other agree with their total as well.
 */
public final class Totals {
    private static final Logger LOG = LoggerFactory.getLogger(Totals.class);

    private boolean tooLow;

    boolean areTooLow() {
        return tooLow;
    }

    /** Notes a list that held more entries than its total. */
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

    /** Notes walks that agree with each other and with their total. */
    void wasRight() {
        if (tooLow) {
            LOG.info("the API counts what its list holds again");
        }
        tooLow = false;
    }
}
