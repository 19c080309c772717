package io.github.ticketstream;

import io.github.ticketstream.published.TransactionalEndpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.RoutePolicy;

/** The flow: polls, splits the list into batches, drops the unchanged tickets, publishes the rest. */
final class SweepRoutes extends RouteBuilder {
    /** Takes the records of one transaction. */
    static final String PUBLISH = "direct:publish";

    private final Sweeps sweeps;
    private final Publication publication;
    private final Recovery recovery;
    private final RoutePolicy activity;

    SweepRoutes(Sweeps sweeps, Publication publication, Recovery recovery, RoutePolicy activity) {
        this.sweeps = sweeps;
        this.publication = publication;
        this.recovery = recovery;
        this.activity = activity;
    }

    // spotless:off
    @Override
    public void configure() {
        // Asks again and again whether a poll is due; after a failure the error handler repeats it, after a pause.
        from("scheduler:poll?initialDelay=100&delay=" + sweeps.tick().toMillis() + "&synchronous=true&exceptionHandler=#quietly").routeId("poll-tickets").routePolicy(activity)
            .onException(Exception.class).redeliveryPolicyRef("untilStopped").retryWhile(method(recovery, "again")).end()
            .filter(method(sweeps, "pollIsDue")).id("poll-is-due").to("direct:sweep?block=true").end();

        from("direct:sweep").routeId("sweep-tickets").errorHandler(noErrorHandler())
            .bean(sweeps, "setLogContext").id("name-sweep-in-log")
            .bean(publication, "catchUp").id("catch-up")
            // A full sweep, or a partial one of the regions where changes have been turning up, or none: Pace decides.
            .setBody(method(sweeps, "next")).id("begin-full-or-partial-sweep")
            .filter(simple("${body} != null"))
                /* THE TRANSACTION. Each batch is a split element, a unit of work of its own, and its transaction:
                   begun      by the first send of a batch, in publish-to-kafka
                   committed  when the element's last step is done    (RecoveryIT.aCrashBetweenSendAndCommitIsInvisibleAndMadeUpFor)
                   aborted    when a step fails, which ends the sweep (RecoveryIT.aFailedBatchDoesNotFetchTheRestOfTheList)
                   Neither counts as published: only records read back from Kafka do, in confirm-last-batch and
                   confirm-published                                  (RecoveryIT.aCommitThatSeemedToFailIsNeitherRepeatedNorLost) */
                .split(body()).streaming().stopOnException().onPrepare(sweeps::endWithFailure).id("split-into-batches")
                    .bean(publication, "confirmLastBatch").id("confirm-last-batch")
                    .setBody(method(publication, "dropUnchanged")).id("drop-unchanged")
                    .split(body()).id("split-into-tickets")
                        // Typed lambda: looking a bean method up per ticket costs as much as the step itself.
                        .process().body(Decision.class, publication::add).id("add-to-transaction")
                    .end()
                    .setBody(method(publication, "records")).id("collect-records")
                    .filter(simple("${body.size} > 0")).to(PUBLISH).end()
                .end()
                .bean(publication, "confirm").id("confirm-published")
                .bean(sweeps, "end").id("end-sweep")
            .end();

        from(PUBLISH).routeId("publish-tickets").errorHandler(noErrorHandler())
            .to(TransactionalEndpoint.URI).id("publish-to-kafka");
    }
    // spotless:on
}
