package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the topics with what this process has seen of them, or else with what the last sweep record knew. If the state
 * topic is not this stream's, or not whole, the stream stops. A change of the ticket topic is reported once.
 */
final class TopicGuard {
    private static final Logger LOG = LoggerFactory.getLogger(TopicGuard.class);

    private final TicketSettings settings;
    /** The state topic when it was last found whole; null before. */
    private StateTopic whole;
    /** The offset of this stream's last record on the sweep topic at that time. */
    private long sweepOffset;
    /** The ticket topic when it was last looked at; null before. */
    private TicketTopic tickets;

    private volatile String notice = "";

    TopicGuard(TicketSettings settings) {
        this.settings = settings;
    }

    /**
     * Call it at the end of the state topic.
     *
     * @param now the topic that was read
     * @throws KafkaFailure if it belongs to another stream, with which everything would be published twice, or has lost
     *     what it held: the operator must decide whether to publish every ticket again
     */
    void check(PublishedVersions versions, StateTopic now) {
        String owner = versions.notes().text(StateKeys.OWNER);
        if (!owner.isEmpty() && !owner.equals(settings.transactionalId())) {
            throw KafkaFailure.forOperator(
                    "the state topic " + settings.topics().state()
                            + " belongs to another stream: its tickets.transactional-id is " + owner,
                    "give this stream a name and topics of its own (tickets.stream); if it was only renamed, write a tombstone"
                            + " under the key "
                            + StateKeys.OWNER);
        }
        String loss = loss(versions, now);
        if (!loss.isEmpty()) {
            throw KafkaFailure.forOperator(
                    String.format(
                            "the state topic %s %s: with %s marks left, tickets would be published again",
                            now.name(), loss, now.tracked()),
                    String.format(
                            "rebuild the marks from the ticket topic, or have the stream begin anew by a tombstone under the key"
                                    + " %s on topic %s; both are described under 'Loss of the state topic'",
                            settings.transactionalId(), settings.topics().sweeps()));
        }
        whole = now;
        sweepOffset = versions.sweepOffset();
    }

    /** Call it after {@link #check}; the parameters are those of {@link TicketTopic#changeSince}. */
    void checkTickets(PublishedVersions versions, TicketTopic now, String repair) {
        TicketTopic before =
                tickets == null ? versions.lastSweep().map(SweepRecord::tickets).orElse(now) : tickets;
        tickets = now;
        String change = now.changeSince(before, repair);
        if (!change.isEmpty()) {
            notice = change;
            LOG.warn("{}", change);
        }
    }

    /** The last change of the ticket topic; empty if there was none. Can be read by any thread. */
    String notice() {
        return notice;
    }

    private String loss(PublishedVersions versions, StateTopic now) {
        Optional<StateTopic> recorded = versions.lastSweep()
                .map(SweepRecord::state)
                .filter(state -> !state.name().isEmpty());
        boolean newer = versions.sweepOffset() >= 0 && versions.sweepOffset() != sweepOffset;
        if (newer && (versions.lastSweep().isEmpty() || recorded.isPresent())) {
            // The stream begins anew, or the process that wrote that record has found the topic whole.
            whole = null;
        }
        return loss(whole != null ? whole : recorded.orElse(now), now);
    }

    /**
     * Describes how marks were lost since then; empty if none were. Fewer marks alone are no loss: a tombstone deletes
     * one, and compaction removes the tombstone later. But tombstones neither replace the topic nor move its begin or
     * its end back.
     */
    private static String loss(StateTopic before, StateTopic now) {
        if (!before.name().equals(now.name()) || now.tracked() >= before.tracked()) {
            return "";
        }
        if (!before.id().equals(now.id())) {
            return "was deleted and recreated";
        }
        if (now.begin() > before.begin()) {
            return "has lost its oldest records (it begins at offset " + now.begin()
                    + ", as after a time with another cleanup.policy than compact)";
        }
        return now.end() >= before.end()
                ? ""
                : "has lost its newest records (it ends at offset " + now.end() + " instead of " + before.end()
                        + ", as after a broker has lost its disk)";
    }
}
