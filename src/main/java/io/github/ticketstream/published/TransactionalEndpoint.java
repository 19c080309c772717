package io.github.ticketstream.published;

import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Camel's Kafka endpoint that publishes: one exchange is one transaction. Its producer comes from {@link RenewingProducer},
 * by way of {@link KafkaClients}.
 */
public final class TransactionalEndpoint {
    private static final String SERIALIZERS = "org.apache.kafka.common.serialization.";

    /** The name under which {@link #headerFilter} is bound. */
    public static final String HEADER_FILTER = "recordHeaders";

    public static final String URI = "kafka:{{tickets.topic}}?"
            + String.join(
                    "&",
                    // The producer is ours: after a failure it is replaced, which Camel does not do.
                    "kafkaClientFactory=#kafkaClients",
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

    /** Keeps Camel's own headers out of the record. Camel's own filter ignores case, and is slow. */
    public static HeaderFilterStrategy headerFilter() {
        DefaultHeaderFilterStrategy filter = new DefaultHeaderFilterStrategy();
        filter.setOutFilterStartsWith("Camel", "kafka.");
        return filter;
    }
}
