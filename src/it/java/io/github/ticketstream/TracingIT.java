package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans of a sweep, as an exporter gets them, and what of them is on the records. */
@Tag("proof")
class TracingIT extends StreamIT {
    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    @Test
    void aSweepIsATraceOfItsPagesAndItsRecordsNameIt() {
        tuya.tickets().addGenerated(15, 1);
        tuya.tickets().addGarbage("17");
        tuya.faults().next(1, Calls.page(2), Fault.html());
        startReady(traced());
        await().until(() -> spans("sweep").size() == 1);

        SpanData sweep = spans("sweep").get(0);
        List<SpanData> pages = spans("fetch-from-tuya");
        assertThat(TELEMETRY.getSpans()).hasSize(3);
        assertThat(sweep.getParentSpanContext().isValid()).isFalse();
        assertThat(pages).hasSize(2).allSatisfy(page -> {
            assertThat(page.getTraceId()).isEqualTo(sweep.getTraceId());
            assertThat(page.getParentSpanId()).isEqualTo(sweep.getSpanId());
        });
        assertThat(tickets().recordsToEnd())
                .hasSize(15)
                .allSatisfy(record -> assertThat(header(record, "traceparent"))
                        .isEqualTo("00-" + sweep.getTraceId() + "-" + sweep.getSpanId() + "-01"));
        assertThat(deadLetters().recordsToEnd()).singleElement().matches(TracingIT::isWithoutTrace);
    }

    @Test
    void aFailedSweepIsATraceOfItsOwnThatSaysSo() {
        tuya.tickets().addGenerated(15, 1);
        tuya.faults().next(2, Calls.page(2), Fault.status(401));
        startReady(traced());
        await().until(() -> spans("sweep").size() == 2);

        assertThat(spans("sweep"))
                .extracting(SpanData::getStatus)
                .containsExactlyInAnyOrder(StatusData.error(), StatusData.unset());
        assertThat(spans("sweep")).extracting(SpanData::getTraceId).doesNotHaveDuplicates();
        assertThat(spans("sweep"))
                .allMatch(sweep -> !sweep.getParentSpanContext().isValid());
        // Pages 1 and 2; then page 2, which had failed, and both again.
        assertThat(spans("fetch-from-tuya")).hasSize(5);
    }

    @Test
    void withoutItsSettingNothingIsTraced() {
        tuya.tickets().addGenerated(3, 1);
        startReady();
        assertThat(tickets().recordsToEnd()).hasSize(3).allMatch(TracingIT::isWithoutTrace);
        assertThat(TELEMETRY.getSpans()).isEmpty();
    }

    private StreamInJvm traced() {
        return stream()
                .with("camel.opentelemetry2.enabled", "true")
                .with("tickets.page-size", "10")
                .with("tickets.poll-period", "1h");
    }

    private static List<SpanData> spans(String name) {
        return TELEMETRY.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static boolean isWithoutTrace(ConsumerRecord<String, String> record) {
        return record.headers().lastHeader("traceparent") == null;
    }
}
