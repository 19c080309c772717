package io.github.ticketstream;

import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.RecordMessage;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.ListEntry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** Builds the records of the state topic: what was published, and what the stream itself has to remember. */
final class StateRecords {
    private final CamelContext camel;
    private final TicketSettings settings;
    private final Clock clock;

    StateRecords(CamelContext camel, TicketSettings settings, Clock clock) {
        this.camel = camel;
        this.settings = settings;
        this.clock = clock;
    }

    Message mark(ListEntry ticket) {
        return state(ticket.ticketNo(), Mark.of(ticket.updateTime()));
    }

    Message skippedMark(ListEntry ticket) {
        return state(ticket.ticketNo(), Mark.skipped(ticket.updateTime()));
    }

    /** Says whose state topic it is. */
    Message ownerMark() {
        return state(StateKeys.OWNER, Mark.owner(settings.transactionalId()));
    }

    /** How many calls there were in this month. */
    Message callsMark(long callsThisMonth) {
        return state(StateKeys.CALLS, Mark.calls(clock.millis(), callsThisMonth));
    }

    Message deadLetterMark(String stateKey) {
        return state(stateKey, Mark.of(clock.millis()));
    }

    /** To the one partition that is read, by its number: a topic that is given more ones would have its keys elsewhere. */
    private Message state(String key, byte[] value) {
        Message message = RecordMessage.of(camel, settings.topics().state(), key, value);
        message.setHeader(KafkaConstants.PARTITION_KEY, 0);
        return message;
    }
}
