package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The order of the route's steps, which {@link SimulatedReplica} follows: each step is replaced by one that notes its name.
 * What happens between them is Camel's.
 */
final class SweepRoutesTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> steps = new ArrayList<>();
    private final List<UnitOfWork> transactions = new ArrayList<>();
    private List<?> records = List.of("record");
    private RuntimeException failure;

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void eachBatchIsConfirmedDecidedOnAndPublished() throws Exception {
        sweep("a", "b");

        assertThat(steps)
                .containsExactly(
                        "name-sweep-in-log",
                        "catch-up",
                        "begin-full-or-partial-sweep",
                        "confirm-last-batch",
                        "decide-and-collect-records",
                        "publish-to-kafka",
                        "confirm-last-batch",
                        "decide-and-collect-records",
                        "publish-to-kafka",
                        "confirm-published",
                        "end-sweep");
    }

    @Test
    void eachBatchIsATransactionOfItsOwn() throws Exception {
        sweep("a", "b");

        assertThat(transactions).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aBatchWithoutRecordsBeginsNoTransaction() throws Exception {
        records = List.of();

        sweep("a", "b");

        assertThat(steps).doesNotContain("publish-to-kafka").endsWith("confirm-published", "end-sweep");
    }

    @Test
    void aBatchThatFailsEndsTheSweepBeforeAnythingIsConfirmed() {
        failure = new IllegalStateException("no broker");

        assertThatThrownBy(() -> sweep("a", "b")).hasRootCause(failure);

        assertThat(steps)
                .endsWith("decide-and-collect-records", "publish-to-kafka")
                .doesNotContain("confirm-published", "end-sweep");
        assertThat(transactions).hasSize(1);
    }

    private void sweep(String... batches) throws Exception {
        SweepRoutes routes = FlowPicture.sweepRoutes();
        camel.addRoutes(routes);
        camel.removeRouteDefinition(camel.getRouteDefinition("poll-tickets"));
        AdviceWith.adviceWith(camel, "sweep-tickets", advice -> {
            step(advice, "name-sweep-in-log", body -> body);
            step(advice, "catch-up", body -> body);
            step(advice, "begin-full-or-partial-sweep", body -> List.of(batches));
            step(advice, "confirm-last-batch", body -> body);
            step(advice, "decide-and-collect-records", body -> records);
            step(advice, "confirm-published", body -> body);
            step(advice, "end-sweep", body -> body);
        });
        AdviceWith.adviceWith(
                camel,
                "publish-tickets",
                advice -> advice.weaveById("publish-to-kafka").replace().process(this::publish));
        camel.start();
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            Exchange sweep = template.send("direct:sweep", exchange -> {});
            if (sweep.getException() != null) {
                throw sweep.getException();
            }
        }
    }

    private void step(AdviceWithRouteBuilder advice, String id, UnaryOperator<Object> result) throws Exception {
        advice.weaveById(id).replace().process(exchange -> {
            steps.add(id);
            exchange.getMessage().setBody(result.apply(exchange.getMessage().getBody()));
        });
    }

    private void publish(Exchange exchange) {
        steps.add("publish-to-kafka");
        transactions.add(exchange.getUnitOfWork());
        if (failure != null) {
            throw failure;
        }
    }
}
