package io.github.ticketstream.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A plain Java consumer: one line for each change of a ticket's state, and none when something else has changed. It needs
 * no memory of its own: the topic keeps the last version of every ticket, so it reads from the beginning at each start.
 *
 * <p>Arguments: the broker's address and the ticket topic.
 */
public final class StateChanges {
    // Numbers are as the API sent them, however long: of itself Jackson takes none of more than 1,000 digits.
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private StateChanges() {}

    public static void main(String[] args) throws IOException {
        Map<String, Object> settings = Map.of(
                "isolation.level", "read_committed", // Without it, aborted records are read as well.
                "bootstrap.servers", args[0],
                "auto.offset.reset", "earliest");
        Map<String, String> states = new HashMap<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor(args[1]).stream()
                    .map(partition -> new TopicPartition(args[1], partition.partition()))
                    .toList());
            while (true) {
                for (ConsumerRecord<String, String> ticket : consumer.poll(Duration.ofSeconds(1))) {
                    // A tombstone has no value, a ticket that has disappeared no update time: we forget it.
                    JsonNode json = ticket.value() == null ? JSON.missingNode() : JSON.readTree(ticket.value());
                    boolean gone = !json.has("update_time");
                    String state = gone ? "forgotten" : json.path("state_code").asText();
                    String before = gone ? states.remove(ticket.key()) : states.put(ticket.key(), state);
                    if (!state.equals(before)) {
                        System.out.println(ticket.key() + ": " + (before == null ? "new" : before) + " -> " + state);
                    }
                }
            }
        }
    }
}
