package io.github.ticketstream.published;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** A message that becomes a record. Kafka distinguishes headers by case: a plain map will do, which is faster than Camel's. */
public final class RecordMessage extends DefaultMessage {
    private RecordMessage(CamelContext camel) {
        super(camel);
    }

    public static Message of(CamelContext camel, String topic, String key, byte[] value) {
        Message message = new RecordMessage(camel);
        message.setBody(value);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        message.setHeader(KafkaConstants.KEY, key);
        return message;
    }

    @Override
    protected Map<String, Object> createHeaders() {
        return new LinkedHashMap<>();
    }
}
