package io.github.ticketstream.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.examples.NewTickets;
import io.github.ticketstream.examples.OpenTicketsPerProduct;
import io.github.ticketstream.examples.StateChanges;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.SimulatedTicket;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The three examples as processes of their own, on what the real program publishes: versions, disappeared tickets and
 * tombstones.
 */
@Tag("proof")
class ExampleSubscribersIT {
    private final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private Path directory;

    @Test
    void eachTellsWhatWasCommittedAndNothingElse() throws Exception {
        KafkaInJvm kafka = KafkaInJvm.shared();
        try (TuyaSimulator tuya = TuyaSimulator.start();
                StreamInJvm stream = new StreamInJvm(name, tuya, kafka).with("tickets.disappeared", "publish")) {
            tuya.tickets().addJson(ticket("T1", 1_000, "Pending", "Lamp"));
            tuya.tickets().addJson(ticket("T2", 1_000, "Pending", "Lamp"));
            tuya.tickets().addJson(ticket("T3", 1_000, "Finished", "Plug"));
            stream.start();
            await().atMost(Duration.ofSeconds(60)).until(stream::isReady);
            abortATransaction(kafka, stream.ticketTopic());

            try (JavaProcess changes = start(StateChanges.class, kafka, stream);
                    JavaProcess news = start(NewTickets.class, kafka, stream);
                    JavaProcess counts = start(OpenTicketsPerProduct.class, kafka, stream)) {
                awaitLines(changes, "T1: new -> Pending", "T2: new -> Pending", "T3: new -> Finished");
                awaitLines(counts, "Lamp: 2");

                tuya.tickets().replace(SimulatedTicket.of(ticket("T1", 2_000, "Finished", "Lamp")));
                tuya.tickets().replace(SimulatedTicket.of(ticket("T2", 2_000, "Pending", "Plug")));
                tuya.tickets().addJson(ticket("T4", 2_000, "Pending", "Plug"));

                awaitLines(changes, "T1: Pending -> Finished", "T4: new -> Pending");
                awaitLines(counts, "Lamp: 0", "Plug: 2");
                awaitLines(news, "new ticket T4: " + ticket("T4", 2_000, "Pending", "Plug"));
                assertThat(changes.out()).as("T2's state has not changed").hasSize(5);
                assertThat(news.out())
                        .filteredOn(line -> line.contains("new ticket"))
                        .hasSize(1);

                tuya.tickets().remove("T2");
                awaitLines(changes, "T2: Pending -> forgotten");
                awaitLines(counts, "Plug: 1");
                stream.close();
                try (StreamInJvm erasing = new StreamInJvm(name, tuya, kafka)
                        .with("tickets.disappeared", "erase")
                        .start()) {
                    tuya.tickets().remove("T4");
                    awaitLines(changes, "T4: Pending -> forgotten");
                    deleteFor(kafka, erasing.ticketTopic(), "T3");
                    awaitLines(changes, "T3: Finished -> forgotten");
                    tuya.tickets().addJson(ticket("T5", 3_000, "Pending", "Fan"));

                    awaitLines(changes, "T5: new -> Pending");
                    awaitLines(counts, "Plug: 0", "Fan: 1");
                    awaitLines(news, "new ticket T5: " + ticket("T5", 3_000, "Pending", "Fan"));
                }
                assertThat(List.of(changes, news, counts))
                        .allSatisfy(each -> assertThat(each.toString()).doesNotContain("aborted"));
            }
        }
    }

    /** Whatever the stream publishes, and what the topic's owner may write beside it. */
    @Test
    void noneDiesOfATicketThatIsOddOrOfARecordWithoutHeaders() throws Exception {
        KafkaInJvm kafka = KafkaInJvm.shared();
        try (TuyaSimulator tuya = TuyaSimulator.start();
                StreamInJvm stream = new StreamInJvm(name, tuya, kafka)) {
            stream.start();
            await().atMost(Duration.ofSeconds(60)).until(stream::isReady);
            try (JavaProcess changes = start(StateChanges.class, kafka, stream);
                    JavaProcess news = start(NewTickets.class, kafka, stream);
                    JavaProcess counts = start(OpenTicketsPerProduct.class, kafka, stream)) {
                List<String> odd = List.of(
                        "\"n\":" + "7".repeat(1_001),
                        "\"n\":" + "7".repeat(500_000),
                        "\"n\":1." + "7".repeat(1_001) + "e123456789",
                        "\"n\":" + "[".repeat(998) + "]".repeat(998),
                        "\"" + "n".repeat(50_000) + "\":1",
                        "\"n\":null,\"urge\":{},\"n\":\"${body} %s {{x}} \\u0000\"");
                for (int i = 0; i < odd.size(); i++) {
                    String number = "odd " + i + "|";
                    String json = ticket(number, 1_000, "Pending", "Odd").replace("}", "," + odd.get(i) + "}");
                    tuya.tickets().addGarbage(json);
                    awaitLines(changes, number + ": new -> Pending");
                    awaitLines(counts, "Odd: " + (i + 1));
                    await().atMost(Duration.ofSeconds(60))
                            .untilAsserted(() -> assertThat(news.out())
                                    .anyMatch(line -> line.contains("new ticket " + number + ": {")));
                }
                try (var producer = kafka.producer()) {
                    producer.send(new ProducerRecord<>(
                                    stream.ticketTopic(), "by hand", ticket("by hand", 5, "Pending", "Hand")))
                            .get();
                    producer.send(new ProducerRecord<>(stream.ticketTopic(), "nothing", null)).get();
                }
                awaitLines(changes, "by hand: new -> Pending");
                awaitLines(counts, "Hand: 1");
                tuya.tickets().addJson(ticket("last", 3_000, "Pending", "Last"));
                awaitLines(changes, "last: new -> Pending");
                awaitLines(counts, "Last: 1");
                awaitLines(news, "new ticket last: " + ticket("last", 3_000, "Pending", "Last"));
            }
        }
    }

    private static String ticket(String number, long updateTime, String state, String product) {
        return "{\"ticket_no\":\"%s\",\"update_time\":%d,\"state_code\":\"%s\",\"product_name\":\"%s\"}"
                .formatted(number, updateTime, state, product);
    }

    /** The topic's owner forgets a ticket: a record without a value, and without headers. */
    private static void deleteFor(KafkaInJvm kafka, String topic, String ticketNo) throws Exception {
        try (var producer = kafka.producer()) {
            producer.send(new ProducerRecord<>(topic, ticketNo, null)).get();
        }
    }

    /** What only a subscriber without read_committed would see. */
    private static void abortATransaction(KafkaInJvm kafka, String topic) throws Exception {
        try (var producer = kafka.producer(topic + "-aborted")) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int partition = 0; partition < 3; partition++) {
                ProducerRecord<String, String> record = new ProducerRecord<>(
                        topic, partition, "aborted", ticket("aborted", 9_000, "Pending", "aborted"));
                record.headers()
                        .add("ce_type", "io.github.ticketstream.ticket.discovered.v1".getBytes(StandardCharsets.UTF_8));
                producer.send(record).get();
            }
            producer.abortTransaction();
        }
    }

    private JavaProcess start(Class<?> example, KafkaInJvm kafka, StreamInJvm stream) {
        return JavaProcess.start(
                directory,
                Map.of(),
                List.of(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        JavaProcess.classPathOfTests(),
                        example.getName(),
                        kafka.bootstrapServers(),
                        stream.ticketTopic()));
    }

    private static void awaitLines(JavaProcess process, String... ends) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(List.of(ends))
                        .as(process::toString)
                        .allMatch(end -> process.out().stream().anyMatch(line -> line.endsWith(end))));
    }
}
