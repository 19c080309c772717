package io.github.ticketstream;

import io.github.ticketstream.tuya.ListEntry;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.RoutePolicy;

/** The flow: poll, learn what is published, walk the pages, split them into tickets, publish what changed. */
final class SweepRoutes extends RouteBuilder {
    private final Sweeps sweeps;
    private final Publication publication;
    private final Recovery recovery;
    private final RoutePolicy activity;

    /** @param activity decides when there is polling at all */
    SweepRoutes(Sweeps sweeps, Publication publication, Recovery recovery, RoutePolicy activity) {
        this.sweeps = sweeps;
        this.publication = publication;
        this.recovery = recovery;
        this.activity = activity;
    }

    // spotless:off
    @Override
    public void configure() {
        // Asks again and again whether a sweep is due; one that failed is repeated by the error handler, after a pause.
        from("scheduler:poll?initialDelay=100&delay=" + sweeps.tick().toMillis() + "&synchronous=true&exceptionHandler=#quietly").routeId("poll-tickets").routePolicy(activity)
            .onException(Exception.class).redeliveryPolicyRef("untilStopped").retryWhile(method(recovery, "again")).end()
            // By another name than the route's: see camel.opentelemetry2.excludePatterns.
            .filter(method(sweeps, "oneIsDue")).to("direct:sweep?block=true").end();

        from("direct:sweep").routeId("sweep-tickets").errorHandler(noErrorHandler())
            .bean(sweeps, "nameInLog").id("name-sweep-in-log")
            .bean(publication, "learn").id("learn-published")
            .setBody(method(sweeps, "begin")).id("begin-sweep")
            .split(body()).streaming().stopOnException().onPrepare(sweeps::endWithFailure).id("split-into-batches")
                .bean(publication, "learnWhatWasCommitted").id("learn-last-batch")
                .setBody(method(publication, "dropUnchanged")).id("drop-unchanged")
                .split(body()).id("split-into-tickets")
                    .choice() // For each ticket: to find a method by its name would take as long as what it does.
                        .when().body(ListEntry.class, publication::isNewer).process().body(ListEntry.class, publication::publish).id("publish-what-is-newer").endChoice()
                        .when().body(ListEntry.class, publication::isNoTicket).process().body(ListEntry.class, publication::deadLetter).id("bury-what-is-no-ticket").endChoice()
                        .otherwise().process().body(ListEntry.class, publication::drop).id("drop-the-rest").endChoice()
                    .end()
                .end()
                .setBody(method(publication, "records")).id("collect-records")
                .filter(simple("${body.size} > 0")).to("direct:publish").end()
            .end()
            .bean(publication, "confirm").id("confirm-published")
            .bean(sweeps, "end").id("end-sweep");

        // One batch is one transaction: begun by the first send, committed when the batch's split element is done.
        from("direct:publish").routeId("publish-tickets").errorHandler(noErrorHandler())
            .to("kafka:{{tickets.topic}}?kafkaClientFactory=#kafkaClients&headerFilterStrategy=#recordHeaders&transactionalId={{tickets.transactional-id}}"
                + "&synchronous=true&producerBatchSize=131072&useIterator=true&batchWithIndividualHeaders=true&recordMetadata=false"
                + "&keySerializer=org.apache.kafka.common.serialization.StringSerializer"
                + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer"
                + "&maxBlockMs=10000&requestTimeoutMs=5000&deliveryTimeoutMs=9000&additionalProperties.transaction.timeout.ms=10000")
            .id("publish-to-kafka");
    }
    // spotless:on
}
