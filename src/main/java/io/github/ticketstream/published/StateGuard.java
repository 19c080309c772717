package io.github.ticketstream.published;

import io.github.ticketstream.published.SweepRecord.StateTopic;
import io.github.ticketstream.settings.TicketSettings;

/** Whether the state topic that was read is this stream's, and whole. If not, the stream stops and asks. */
final class StateGuard {
    private final TicketSettings settings;
    /** While no sweep was ever complete: the state topic as it was last read. */
    private StateTopic unfinished;

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
        SweepRecord sweep = versions.lastSweep().orElse(null);
        if (sweep == null ? isLostInFirstRun(now) : isLost(sweep, versions, now)) {
            throw lost(now);
        }
        unfinished = sweep == null ? now : null;
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

    private boolean isLostInFirstRun(StateTopic now) {
        return unfinished != null && unfinished.isLostIn(now);
    }

    /** Records of older programs don't name the state topic. */
    private static boolean isLost(SweepRecord sweep, PublishedVersions versions, StateTopic now) {
        return sweep.state().name().isEmpty()
                ? versions.isEmpty() && sweep.tickets() > 0
                : sweep.state().isLostIn(now);
    }

    /** Without its marks every ticket would be published again. Whether that is wanted is not ours to decide. */
    private KafkaFailure lost(StateTopic now) {
        return KafkaFailure.forOperator(
                "the state topic " + now.name() + " was deleted and made anew: with " + now.tracked()
                        + " marks left, tickets would be published again",
                "rebuild the marks from the ticket topic, or have the stream begin anew by a tombstone under the key "
                        + settings.transactionalId() + " on topic "
                        + settings.topics().sweeps()
                        + "; both are described under 'Loss of the state topic'");
    }
}
