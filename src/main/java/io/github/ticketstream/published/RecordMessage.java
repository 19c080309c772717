package io.github.ticketstream.published;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultMessage;

/** A message that becomes a record. Kafka distinguishes headers by case: a plain map will do, which is faster than Camel's. */
public final class RecordMessage extends DefaultMessage {
    public RecordMessage(CamelContext camel) {
        super(camel);
    }

    @Override
    protected Map<String, Object> createHeaders() {
        return new LinkedHashMap<>();
    }
}
