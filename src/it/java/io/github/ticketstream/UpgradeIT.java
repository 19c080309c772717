package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.FaultRule;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * The state topic as the program of 2ca476f wrote it in a demo of 43 s, with silent and disappeared tickets published, and the list
 * as it was then. Recorded by kcat; this program goes on with it.
 */
final class UpgradeIT extends StreamIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] AS_IN_THE_DEMO = {"tickets.silent-changes", "publish", "tickets.disappeared", "publish"};

    private final List<ObjectNode> list = new ArrayList<>();
    private FaultRule served;

    @Test
    void marksOfAnOlderProgramAreReadAndNothingIsPublishedAgain() throws IOException {
        replayState();
        for (JsonNode ticket : JSON.readTree(resource("list-of-an-older-program.json"))) {
            list.add((ObjectNode) ticket);
        }
        serve();

        startReady(AS_IN_THE_DEMO);
        awaitNextSweep();
        assertThat(tickets().recordsToEnd()).isEmpty();

        list.get(0).put("new_reply", 99);
        list.get(1).put("update_time", list.get(1).get("update_time").asLong() + 1);
        serve();
        awaitNextSweep();
        awaitNextSweep();

        assertThat(tickets().recordsToEnd())
                .extracting(ConsumerRecord::key, record -> header(record, "ce_silent"))
                .containsExactlyInAnyOrder(
                        tuple(number(0), "true"),
                        tuple(number(1), null));
    }

    private String number(int index) {
        return list.get(index).get("ticket_no").asText();
    }

    private void replayState() throws IOException {
        create(name + ".state", COMPACT);
        String lines = new String(resource("state-of-an-older-program.jsonl").readAllBytes(), UTF_8);
        for (String line : lines.lines().toList()) {
            JsonNode recorded = JSON.readTree(line);
            String value = recorded.get("value").textValue();
            ProducerRecord<String, String> record = new ProducerRecord<>(
                    name + ".state", recorded.get("key").asText(), "1:demo".equals(value) ? "1:" + name : value);
            recorded.path("headers").properties().forEach(header -> record.headers()
                    .add(header.getKey(), header.getValue().asText().getBytes(UTF_8)));
            write(record);
        }
    }

    /** The list on one page, at a time of Tuya's when it had become so. */
    private void serve() {
        if (served != null) {
            served.cancel();
        }
        String entries = list.stream().map(ObjectNode::toString).collect(joining(","));
        long time = list.stream().mapToLong(ticket -> ticket.get("update_time").asLong()).max().orElseThrow();
        served = tuya.faults().always(Calls.feedbacks(), Fault.body(
                "{\"success\":true,\"t\":%d,\"result\":{\"page_no\":1,\"page_size\":50,\"total\":%d,\"has_more\":false,\"list\":[%s]}}"
                        .formatted(time + 1, list.size(), entries)));
    }

    private InputStream resource(String file) {
        return getClass().getClassLoader().getResourceAsStream(file);
    }
}
