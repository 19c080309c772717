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
     * @param repair what there is to do about the settings of a new one; empty if nothing
     */
    void look(TicketTopic now, TicketTopic recorded, String repair) {
        TicketTopic before = known == null ? recorded : known;
        String change = before.changeIn(now);
        known = now;
        if (!change.isEmpty()) {
            notice = before.id().equals(now.id()) ? change : change + repair;
            LOG.warn("{}", notice);
        }
    }

    /** The last change; empty if there was none. */
    String notice() {
        return notice;
    }
}
