package io.github.ticketstream.published;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.Main;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Camel's Kafka endpoint that publishes: one exchange is one transaction. Its producer comes from {@link RenewingProducer},
 * by way of {@link KafkaClients}.
 */
public final class TransactionalEndpoint {
    private static final String SERIALIZERS = "org.apache.kafka.common.serialization.";

    private static final String CLIENTS = "kafkaClients";
    private static final String HEADER_FILTER = "recordHeaders";

    public static final String URI = "kafka:{{tickets.topic}}?"
            + String.join(
                    "&",
                    // The producer is ours: after a failure it is replaced, which Camel does not do.
                    "kafkaClientFactory=#" + CLIENTS,
                    "transactionalId={{tickets.transactional-id}}",
                    // A message is a record, with its own topic and its own headers.
                    "useIterator=true",
                    "batchWithIndividualHeaders=true",
                    "headerFilterStrategy=#" + HEADER_FILTER,
                    "keySerializer=" + SERIALIZERS + "StringSerializer",
                    "valueSerializer=" + SERIALIZERS + "ByteArraySerializer",
                    // All of a batch at once: the step ends when the broker has every record.
                    "synchronous=true",
                    "producerBatchSize=131072",
                    "recordMetadata=false",
                    // A request is given up before its record, and a record before the broker gives up the
                    // transaction: the broker never ends one to which the producer still adds.
                    "requestTimeoutMs=5000",
                    "deliveryTimeoutMs=9000",
                    // No call that waits for Kafka, a commit included, outlasts the transaction.
                    "maxBlockMs=10000",
                    "additionalProperties.transaction.timeout.ms=10000");

    private TransactionalEndpoint() {}

    /**
     * Binds the objects that the endpoint needs.
     *
     * @param main not started yet
     * @param clients made from Camel's own settings for Kafka, under {@code camel.component.kafka}
     */
    public static KafkaClients bind(Main main, Function<Supplier<KafkaConfiguration>, KafkaClients> clients) {
        KafkaClients made = clients.apply(() -> main.getCamelContext()
                .getComponent("kafka", KafkaComponent.class)
                .getConfiguration());
        main.bind(CLIENTS, made);
        main.bind(HEADER_FILTER, headerFilter());
        return made;
    }

    /** Keeps Camel's own headers out of the record. Camel's own filter ignores case, and is slow. */
    private static HeaderFilterStrategy headerFilter() {
        DefaultHeaderFilterStrategy filter = new DefaultHeaderFilterStrategy();
        filter.setOutFilterStartsWith("Camel", "kafka.");
        return filter;
    }
}
