package io.github.ticketstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import java.net.URI;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader of CloudEvents that is not ours reads every record of the ticket topic. */
final class CloudEventsIT extends StreamIT {
    @ParameterizedTest
    @ValueSource(strings = {"publish", "erase"})
    void theSdkOfCloudEventsReadsEveryKindOfRecord(String disappeared) {
        tuya.tickets().addGenerated(20, 1);
        tuya.tickets().add("FB\u00e4Y 1", 1_000);
        try (StreamInJvm stream = stream().with("tickets.silent-changes", "publish")
                        .with("tickets.disappeared", disappeared)
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            tuya.tickets().update("FB\u00e4Y 1");
            await().until(() -> subscriber.records().size() == 22);
            tuya.tickets().changeSilently("FB\u00e4Y 1");
            await().until(() -> subscriber.records().size() == 23);
            tuya.tickets().remove("FB\u00e4Y 1");
            await().until(() -> subscriber.records().size() == 24);

            List<CloudEvent> events = subscriber.records().stream()
                    .map(CloudEventsIT::event)
                    .toList();
            assertThat(events).allSatisfy(event -> {
                assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
                assertThat(event.getId()).startsWith(event.getSubject() + "@");
                assertThat(event.getSource()).hasHost("tuya");
                assertThat(event.getTime()).isNotNull();
                assertThat(event.getDataSchema()).isEqualTo(URI.create("urn:ticketstream:ticket:v1"));
                assertThat(event.getDataContentType()).isEqualTo("application/json");
            });
            assertThat(events)
                    .filteredOn(event -> event.getSubject().equals("FB\u00e4Y 1"))
                    .extracting(event -> event.getType().replaceAll(".*ticket\\.|\\.v1", ""))
                    .containsExactly("discovered", "updated", "updated", "disappeared");
            assertThat(events.get(22).getExtension("silent")).isEqualTo("true");
            assertThat(events.get(23).getData() == null).isEqualTo(disappeared.equals("erase"));
        }
    }

    private static CloudEvent event(ConsumerRecord<String, String> record) {
        byte[] value = record.value() == null ? null : record.value().getBytes(UTF_8);
        return KafkaMessageFactory.createReader(record.headers(), value).toEvent();
    }
}
