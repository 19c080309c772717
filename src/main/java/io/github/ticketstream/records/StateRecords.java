package io.github.ticketstream.records;

import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.RecordMessage;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.StreamNotes;
import io.github.ticketstream.published.StreamNotes.FirstSweep;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.tuya.CallBudget;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** Builds the records of the state topic: what was published, and what the stream itself has to remember. */
public final class StateRecords {
    private static final byte[] TRUE = TicketRecords.utf8("true");

    private final CamelContext camel;
    private final TicketSettings settings;
    private final Clock clock;

    StateRecords(CamelContext camel, TicketSettings settings, Clock clock) {
        this.camel = camel;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * With {@link Mark#NONE} as if the ticket had never been published.
     *
     * @param before the mark that was known when this was decided; {@link Mark#NONE} if there was none
     */
    public Message mark(String ticketNo, Mark mark, Mark before) {
        Message message = state(ticketNo, mark.toBytes());
        if (!mark.equals(Mark.NONE) && !before.equals(Mark.NONE)) {
            message.setHeader(StateKeys.REPLACES, TRUE);
        }
        return message;
    }

    /** Says whose state topic it is. */
    public Message ownerMark() {
        return state(StateKeys.OWNER, StreamNotes.owner(settings.transactionalId()));
    }

    /**
     * How many calls there were in a month.
     *
     * @param transaction names the transaction that this record is part of
     */
    public Message callsMark(CallBudget.Count count, String transaction) {
        return state(StateKeys.CALLS, StreamNotes.calls(count.at(), count.calls(), transaction));
    }

    /** Which tickets were asked for. */
    public Message filtersMark() {
        return state(
                StateKeys.FILTERS,
                StreamNotes.filters(clock.millis(), settings.filter().fingerprint()));
    }

    /**
     * Whether a sweep was ever complete, if that is not noted yet: the sweep topic says so as well, but can be lost.
     *
     * @param batch which may close the first one
     */
    public Optional<Message> firstSweepMark(PublishedVersions versions, Batch batch) {
        boolean done = batch.closesFullSweep() || versions.isFirstSweepDone();
        FirstSweep now = done ? FirstSweep.DONE : FirstSweep.BEGUN;
        return versions.notes().firstSweep() == now
                ? Optional.empty()
                : Optional.of(state(StateKeys.FIRST_SWEEP, StreamNotes.firstSweep(clock.millis(), now)));
    }

    public Message deadLetterMark(String stateKey) {
        return state(stateKey, Mark.of(clock.millis()).toBytes());
    }

    /** To the one partition that is read, by its number: a topic that is given more ones would have its keys elsewhere. */
    private Message state(String key, byte[] value) {
        Message message = RecordMessage.of(camel, settings.topics().state(), key, value);
        message.setHeader(KafkaConstants.PARTITION_KEY, 0);
        return message;
    }
}
