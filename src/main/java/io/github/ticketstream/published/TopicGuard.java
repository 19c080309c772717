package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the topics with those that this process has seen, or else with those that the last sweep record knew. If the state
 * topic is not this stream's, or not whole, the stream stops and asks. What others have made of the ticket topic is said once:
 * that is its owner's business, but subscribers depend on it.
 */
final class TopicGuard {
    private static final Logger LOG = LoggerFactory.getLogger(TopicGuard.class);

    private final TicketSettings settings;
    /** The state topic when it was last found whole; null before. */
    private KnownTopics.State whole;
    /** Where the last word on this stream stood on the sweep topic then. */
    private long sweepOffset;
    /** The ticket topic when it was last looked at; null before. */
    private KnownTopics.Tickets tickets;

    private volatile String notice = "";

    TopicGuard(TicketSettings settings) {
        this.settings = settings;
    }

    /**
     * To be called at the end of the state topic.
     *
     * @param now the topics that were read
     * @param repair what there is to do about the settings of a ticket topic that is a new one; empty if nothing
     * @throws KafkaFailure if the state topic belongs to another stream, or has lost what it held
     */
    void check(PublishedVersions versions, KnownTopics now, String repair) {
        requireOurs(versions.notes().owner());
        String loss = loss(versions, now.state());
        if (!loss.isEmpty()) {
            throw lost(now.state(), loss);
        }
        whole = now.state();
        sweepOffset = versions.sweepOffset();
        KnownTopics.Tickets before = tickets == null
                ? versions.lastSweep().map(SweepRecord::topics).orElse(now).tickets()
                : tickets;
        tickets = now.tickets();
        tell(before.changeIn(tickets), before.id().equals(tickets.id()) ? "" : repair);
    }

    private void tell(String change, String repair) {
        if (!change.isEmpty()) {
            notice = change + repair;
            LOG.warn("{}", notice);
        }
    }

    /** The last change of the ticket topic; empty if there was none. */
    String notice() {
        return notice;
    }

    /** Two streams on the same topics publish everything twice. */
    private void requireOurs(String owner) {
        if (owner.isEmpty() || owner.equals(settings.transactionalId())) {
            return;
        }
        throw KafkaFailure.forOperator(
                "the state topic " + settings.topics().state()
                        + " belongs to another stream: its tickets.transactional-id is " + owner,
                "give this stream topics of its own (tickets.topic, tickets.sweep-topic, tickets.state-topic and"
                        + " tickets.dead-letter-topic); if the stream was only renamed, write a tombstone under the key "
                        + StateKeys.OWNER);
    }

    private String loss(PublishedVersions versions, KnownTopics.State now) {
        SweepRecord sweep = versions.lastSweep().orElse(null);
        boolean newer = versions.sweepOffset() >= 0 && versions.sweepOffset() != sweepOffset;
        if (newer && (sweep == null || sweep.topics().state().isKnown())) {
            // It begins anew, or whoever wrote that record has found it whole.
            whole = null;
        }
        if (whole != null) {
            return whole.lossIn(now);
        }
        if (sweep == null) {
            return "";
        }
        if (sweep.topics().state().isKnown()) {
            return sweep.topics().state().lossIn(now);
        }
        return versions.isEmpty() && sweep.tickets() > 0 ? "is empty" : "";
    }

    /** Without its marks every ticket would be published again. Whether that is wanted is not ours to decide. */
    private KafkaFailure lost(KnownTopics.State now, String loss) {
        return KafkaFailure.forOperator(
                "the state topic " + now.name() + " " + loss + ": with " + now.tracked()
                        + " marks left, tickets would be published again",
                "rebuild the marks from the ticket topic, or have the stream begin anew by a tombstone under the key "
                        + settings.transactionalId() + " on topic "
                        + settings.topics().sweeps()
                        + "; both are described under 'Loss of the state topic'");
    }
}
