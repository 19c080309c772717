package io.github.ticketstream.published;

import io.github.ticketstream.published.SweepRecord.TicketTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what others have made of the ticket topic: that is its owner's business, but subscribers depend on it. */
final class TicketTopicWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TicketTopicWatch.class);

    private TicketTopic known;
    private volatile String notice = "";

    /**
     * @param recorded as the last sweep record has it; what this process has seen itself goes before
     * @param repair what there is to do about its settings; empty if nothing
     */
    void look(TicketTopic now, TicketTopic recorded, String repair) {
        String change = (known == null ? recorded : known).changeIn(now);
        known = now;
        if (!change.isEmpty()) {
            notice = change + repair;
            LOG.warn("{}", notice);
        }
    }

    /** The last change; empty if there was none. */
    String notice() {
        return notice;
    }
}
