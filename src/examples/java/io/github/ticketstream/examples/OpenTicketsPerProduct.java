package io.github.ticketstream.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/**
 * A view with Kafka Streams: how many open tickets each product has. A table takes only the last version of each ticket, so
 * a ticket that is closed, or moves to another product, leaves the count by itself.
 *
 * <p>Arguments: the broker's address and the ticket topic.
 */
public final class OpenTicketsPerProduct {
    // Numbers are as the API sent them, however long: of itself Jackson takes none of more than 1,000 digits.
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());
    private static final Set<String> CLOSED = Set.of("Finished", "Cancelled");

    private OpenTicketsPerProduct() {}

    public static void main(String[] args) {
        Properties settings = new Properties();
        settings.put("isolation.level", "read_committed"); // Without it, aborted records are counted as well.
        settings.put("bootstrap.servers", args[0]);
        settings.put("application.id", "open-tickets-per-product");
        settings.put("default.key.serde", Serdes.StringSerde.class);
        settings.put("default.value.serde", Serdes.StringSerde.class);
        // In memory, filled from Kafka at each start: files would outlive a Kafka that is thrown away, such as the
        // demo's.
        settings.put("dsl.store.suppliers.class", BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        settings.put("commit.interval.ms", 1_000); // How often the counts are printed; every 30 s by default.
        KafkaStreams streams = new KafkaStreams(topology(args[1]), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "close-streams"));
        streams.start();
    }

    private static Topology topology(String tickets) {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, Long> open = builder.<String, String>table(tickets)
                // A ticket that has disappeared has no update time; a tombstone leaves the table by itself.
                .filter((number, ticket) -> !field(ticket, "update_time").isEmpty())
                .filter((number, ticket) -> !CLOSED.contains(field(ticket, "state_code")))
                .groupBy(
                        (number, ticket) -> KeyValue.pair(field(ticket, "product_name"), number),
                        Grouped.with(Serdes.String(), Serdes.String()))
                .count();
        open.toStream().foreach((product, count) -> System.out.println(product + ": " + count));
        return builder.build();
    }

    /** As text; empty if it is absent or null. */
    private static String field(String ticket, String name) {
        try {
            JsonNode value = JSON.readTree(ticket).path(name);
            return value.isNull() ? "" : value.asText();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
