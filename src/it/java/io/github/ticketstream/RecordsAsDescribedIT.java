package io.github.ticketstream;
import java.net.URI;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.SpecVersion;
import io.cloudevents.CloudEvent;
import static java.nio.charset.StandardCharsets.UTF_8;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.subscriber.AsyncApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Every record that the program writes is as the AsyncAPI document describes it, and every topic that it creates. */
class RecordsAsDescribedIT extends StreamIT {
    private final AsyncApi api = new AsyncApi();
    private final Set<String> seen = new TreeSet<>();

    @Test
    void everyRecordOfEveryTopicIsAsTheDocumentSays() {
        tuya.tickets().addGenerated(120, 1);
        tuya.tickets().add("FB\u00e4Y 1", 1_000);
        for (String garbage : List.of("17", "\"text\"", "{\"ticket_no\":\" \",\"update_time\":1}")) {
            tuya.tickets().addGarbage(garbage);
        }
        tuya.tickets()
                .addGarbage("{\"ticket_no\":\"large\",\"update_time\":1,\"x\":\"" + "x".repeat(1_200_000) + "\"}");
        StreamInJvm skipping = beside("skipping", "tickets.first-run", "skip");
        StreamInJvm telling = beside("telling", "tickets.silent-changes", "publish", "tickets.disappeared", "publish");
        StreamInJvm erasing = beside("erasing", "tickets.disappeared", "erase");
        start(
                "tickets.drop-fields",
                "user_account",
                "tickets.mask-fields",
                "handler,is_operate,new_reply,create_time",
                "tickets.mask-key",
                "a key of the test");
        List<StreamInJvm> all = List.of(stream, skipping, telling, erasing);
        all.forEach(this::awaitReady);
        tuya.tickets().update("FB\u00e4Y 1");
        tuya.tickets().add("T2", 2_000);
        awaitNextSweep();
        write(stream.stateTopic(), "T2", null);
        awaitNextSweep();
        awaitNextSweep(skipping);
        tuya.tickets().changeSilently("T2");
        await().until(() -> telling.metric("tickets_silent_changes_total") == 1);
        tuya.tickets().remove("T2");
        await().until(() -> telling.metric("tickets_disappeared_total") == 1
                && erasing.metric("tickets_disappeared_total") == 1);

        for (StreamInJvm each : all) {
            topics(each)
                    .forEach((channel, topic) ->
                            assertThat(defects(channel, topic)).isEmpty());
        }
        assertThat(seen)
                .containsExactly(
                        "deadLetter",
                        "erased",
                        "mark",
                        "mark, missing",
                        "mark, skipped",
                        "mark, with content",
                        "sweep",
                        "ticket, disappeared",
                        "ticket, discovered",
                        "ticket, discovered in backfill",
                        "ticket, updated",
                        "ticket, updated silently",
                        "tombstone");
        assertThat(topics(stream)).allSatisfy(this::isConfiguredAsDescribed);
        for (StreamInJvm each : all) {
            assertThat(subscriber(each.ticketTopic()).records())
                    .extracting(RecordsAsDescribedIT::read)
                    .allSatisfy(this::isAnEvent);
        }
    }

    private StreamInJvm beside(String suffix, String... keysAndValues) {
        return start(with(closing(new StreamInJvm(name + "-" + suffix, tuya, kafka())), keysAndValues));
    }

    /** By a reader of CloudEvents that is not ours. */
    private static CloudEvent read(ConsumerRecord<String, String> record) {
        byte[] value = record.value() == null ? null : record.value().getBytes(UTF_8);
        return KafkaMessageFactory.createReader(record.headers(), value).toEvent();
    }

    private void isAnEvent(CloudEvent event) {
        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).startsWith(event.getSubject() + "@");
        assertThat(event.getSource()).hasHost("tuya");
        assertThat(event.getTime()).isNotNull();
        assertThat(event.getDataSchema()).isEqualTo(URI.create("urn:ticketstream:ticket:v1"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
    }

    private static Map<String, String> topics(StreamInJvm stream) {
        return Map.of(
                "tickets",
                stream.ticketTopic(),
                "sweeps",
                stream.sweepTopic(),
                "state",
                stream.stateTopic(),
                "deadLetters",
                stream.deadLetterTopic());
    }

    /** Of each record that fits no message of its channel, why. */
    private List<String> defects(String channel, String topic) {
        List<String> defects = new ArrayList<>();
        for (ConsumerRecord<String, String> record : subscriber(topic).recordsToEnd()) {
            List<String> misfits = new ArrayList<>();
            boolean fits = false;
            for (Map.Entry<String, String> message : api.messages(channel).entrySet()) {
                List<String> found = api.defects(message.getValue(), record);
                fits |= found.isEmpty();
                misfits.addAll(found);
                if (found.isEmpty()) {
                    seen.add(message.getKey() + variant(message.getKey(), record));
                }
            }
            if (!fits) {
                defects.addAll(misfits);
            }
        }
        return defects;
    }

    private static String variant(String message, ConsumerRecord<String, String> record) {
        return switch (message) {
            case "ticket" ->
                header(record, "ce_type").replaceFirst(".*\\.ticket\\.(.*)\\.v1", ", $1")
                        + (header(record, "ce_backfill") == null ? "" : " in backfill")
                        + (header(record, "ce_silent") == null ? "" : " silently");
            case "mark" -> {
                String words = record.value().replaceFirst("\\d+", "");
                yield words.startsWith(":skipped")
                        ? ", skipped"
                        : words.contains(":missing.") ? ", missing" : words.matches(":[0-9a-f]{24}") ? ", with content" : "";
            }
            default -> "";
        };
    }

    private void isConfiguredAsDescribed(String channel, String topic) {
        JsonNode described = api.at("/channels/" + channel + "/bindings/kafka");
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = kafka().admin()) {
            assertThat(done(admin.describeTopics(List.of(topic)).allTopicNames())
                            .get(topic)
                            .partitions())
                    .hasSize(described.path("partitions").asInt());
            Map<String, String> actual = done(admin.describeConfigs(List.of(resource)).all()).get(resource).entries().stream()
                    // The broker itself writes its min.insync.replicas into every topic.
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                            && !entry.name().equals("min.insync.replicas"))
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
            Map<String, String> expected = described.path("topicConfiguration").properties().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, setting -> text(setting.getValue())));
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static String text(JsonNode setting) {
        return setting.isArray()
                ? StreamSupport.stream(setting.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","))
                : setting.asText();
    }
}
