package io.github.ticketstream.published;

import io.github.ticketstream.published.SweepRecord.StateTopic;
import io.github.ticketstream.settings.TicketSettings;

/** Whether the state topic that was read is this stream's, and whole. If not, the stream stops and asks. */
final class StateGuard {
    private final TicketSettings settings;
    /** The state topic when it was last found whole; null before. */
    private StateTopic whole;
    /** Where the last word on this stream stood on the sweep topic then. */
    private long sweepOffset;

    StateGuard(TicketSettings settings) {
        this.settings = settings;
    }

    /**
     * To be called at the end of the state topic.
     *
     * @param now the state topic that was read
     * @throws KafkaFailure if it belongs to another stream, or has lost what it held
     */
    void check(PublishedVersions versions, StateTopic now) {
        requireOurs(versions.notes().owner());
        String loss = loss(versions, now);
        if (!loss.isEmpty()) {
            throw lost(now, loss);
        }
        whole = now;
        sweepOffset = versions.sweepOffset();
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

    private String loss(PublishedVersions versions, StateTopic now) {
        SweepRecord sweep = versions.lastSweep().orElse(null);
        boolean newer = versions.sweepOffset() >= 0 && versions.sweepOffset() != sweepOffset;
        if (newer && (sweep == null || isKnown(sweep.topics().state()))) {
            // It begins anew, or whoever wrote that record has found it whole.
            whole = null;
        }
        if (whole != null) {
            return whole.lossIn(now);
        }
        if (sweep == null) {
            return "";
        }
        if (isKnown(sweep.topics().state())) {
            return sweep.topics().state().lossIn(now);
        }
        return versions.isEmpty() && sweep.tickets() > 0 ? "is empty" : "";
    }

    /** Records of older programs don't name the state topic. */
    private static boolean isKnown(StateTopic state) {
        return !state.name().isEmpty();
    }

    /** Without its marks every ticket would be published again. Whether that is wanted is not ours to decide. */
    private KafkaFailure lost(StateTopic now, String loss) {
        return KafkaFailure.forOperator(
                "the state topic " + now.name() + " " + loss + ": with " + now.tracked()
                        + " marks left, tickets would be published again",
                "rebuild the marks from the ticket topic, or have the stream begin anew by a tombstone under the key "
                        + settings.transactionalId() + " on topic "
                        + settings.topics().sweeps()
                        + "; both are described under 'Loss of the state topic'");
    }
}
