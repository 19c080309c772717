package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the topics with those that this process has seen, or else with those that the last sweep record knew. If the
 * state topic is not this stream's, or not whole, the stream stops. Changes of the ticket topic are reported once: they
 * are its owner's business, but subscribers depend on it.
 */
final class TopicGuard {
    private static final Logger LOG = LoggerFactory.getLogger(TopicGuard.class);

    private final TicketSettings settings;
    /** The state topic when it was last found whole; null before. */
    private KnownTopics.State whole;
    /** The offset of this stream's last record on the sweep topic at that time. */
    private long sweepOffset;
    /** The ticket topic when it was last looked at; null before. */
    private KnownTopics.Tickets tickets;

    private volatile String notice = "";

    TopicGuard(TicketSettings settings) {
        this.settings = settings;
    }

    /**
     * Call it at the end of the state topic.
     *
     * @param now the topics that were read
     * @param repair the remedy for the settings of a new ticket topic; empty if there is nothing to do
     * @throws KafkaFailure if the state topic belongs to another stream, or has lost what it held
     */
    void check(PublishedVersions versions, KnownTopics now, String repair) {
        requireOurs(versions.notes().owner());
        requireWhole(versions, now.state());
        KnownTopics.Tickets before = tickets == null
                ? versions.lastSweep().map(SweepRecord::topics).orElse(now).tickets()
                : tickets;
        tickets = now.tickets();
        String change = change(before, tickets, repair);
        if (!change.isEmpty()) {
            notice = change;
            LOG.warn("{}", change);
        }
    }

    /** The last change of the ticket topic; empty if there was none. */
    String notice() {
        return notice;
    }

    /** Two streams on the same topics publish everything twice. */
    private void requireOurs(String owner) {
        if (!owner.isEmpty() && !owner.equals(settings.transactionalId())) {
            throw KafkaFailure.forOperator(
                    "the state topic " + settings.topics().state()
                            + " belongs to another stream: its tickets.transactional-id is " + owner,
                    "give this stream a name and topics of its own (tickets.stream); if it was only renamed, write a tombstone"
                            + " under the key "
                            + StateKeys.OWNER);
        }
    }

    /** Refuses to go on without the marks: the operator must decide whether to publish every ticket again. */
    private void requireWhole(PublishedVersions versions, KnownTopics.State now) {
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

    private String loss(PublishedVersions versions, KnownTopics.State now) {
        SweepRecord sweep = versions.lastSweep().orElse(null);
        boolean namesState = sweep != null && sweep.topics().state().isKnown();
        boolean newer = versions.sweepOffset() >= 0 && versions.sweepOffset() != sweepOffset;
        if (newer && (sweep == null || namesState)) {
            // The stream begins anew, or the process that wrote that record has found the topic whole.
            whole = null;
        }
        if (whole != null || namesState) {
            return loss(whole != null ? whole : sweep.topics().state(), now);
        }
        return sweep != null && versions.isEmpty() && sweep.tickets() > 0 ? "is empty" : "";
    }

    /**
     * Describes how marks were lost since then; empty if none were. Fewer marks alone are no loss: a tombstone deletes
     * one, and compaction removes the tombstone later. But tombstones neither replace the topic nor move its begin or
     * its end back.
     */
    private static String loss(KnownTopics.State before, KnownTopics.State now) {
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

    /** Describes the change of the ticket topic for an operator; empty if it is as it was. */
    private static String change(KnownTopics.Tickets before, KnownTopics.Tickets now, String repair) {
        if (!before.name().equals(now.name())) {
            return "";
        }
        if (!before.id().equals(now.id())) {
            return "topic " + now.name() + " was deleted and recreated: its earlier records are not published again"
                    + repair;
        }
        return now.partitions() <= before.partitions()
                ? ""
                : "topic " + now.name() + " has " + now.partitions() + " partitions instead of " + before.partitions()
                        + ": a ticket whose next version comes on another partition has no order across the two, and its"
                        + " versions on the old one are neither compacted nor erased; what to do: if that matters, move to"
                        + " a new topic, see 'Subscribing'";
    }
}
