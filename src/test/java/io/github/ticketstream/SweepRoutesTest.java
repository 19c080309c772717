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
    private static final String A = "A";
    private static final String B = "B";
    private static final String C = "C";

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
    void eachBatchIsReadBackFilteredSplitAndPublishedInATransactionOfItsOwn() throws Exception {
        sweep(List.of(List.of(A, B), List.of(C)));

        assertThat(steps)
                .containsExactly(
                        "name-sweep-in-log",
                        "catch-up",
                        "begin-full-or-partial-sweep",
                        "confirm-last-batch",
                        "drop-unchanged",
                        "add-to-transaction A",
                        "add-to-transaction B",
                        "collect-records",
                        "publish-to-kafka",
                        "confirm-last-batch",
                        "drop-unchanged",
                        "add-to-transaction C",
                        "collect-records",
                        "publish-to-kafka",
                        "confirm-published",
                        "end-sweep");
        assertThat(transactions).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aBatchWithoutRecordsBeginsNoTransaction() throws Exception {
        records = List.of();

        sweep(List.of(List.of(A), List.of(B)));

        assertThat(steps).doesNotContain("publish-to-kafka").endsWith("confirm-published", "end-sweep");
    }

    @Test
    void aBatchThatFailsEndsTheSweepBeforeAnythingIsConfirmed() {
        failure = new IllegalStateException("no broker");

        assertThatThrownBy(() -> sweep(List.of(List.of(A), List.of(B)))).hasRootCause(failure);

        assertThat(steps)
                .endsWith("collect-records", "publish-to-kafka")
                .doesNotContain("confirm-published", "end-sweep");
        assertThat(transactions).hasSize(1);
    }

    private void sweep(List<List<String>> batches) throws Exception {
        SweepRoutes routes = TestStreams.sweepRoutes();
        camel.addRoutes(routes);
        camel.removeRouteDefinition(camel.getRouteDefinition("poll-tickets"));
        AdviceWith.adviceWith(camel, "sweep-tickets", advice -> {
            for (String unchanged : List.of(
                    "name-sweep-in-log",
                    "catch-up",
                    "confirm-last-batch",
                    "drop-unchanged",
                    "add-to-transaction",
                    "confirm-published",
                    "end-sweep")) {
                step(advice, unchanged, body -> body);
            }
            step(advice, "begin-full-or-partial-sweep", body -> batches);
            step(advice, "collect-records", body -> records);
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
            Object body = exchange.getMessage().getBody();
            steps.add(body instanceof String ticket ? id + " " + ticket : id);
            exchange.getMessage().setBody(result.apply(body));
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
