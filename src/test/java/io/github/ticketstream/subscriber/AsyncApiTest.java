package io.github.ticketstream.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsyncApiTest {
    private final AsyncApi api = new AsyncApi();

    @Test
    void describesTheFourTopics() {
        assertThat(api.at("/channels"))
                .extracting(channel -> channel.path("address").asText())
                .containsExactly(
                        "tuya.tickets", "tuya.tickets.sweeps", "tuya.tickets.state", "tuya.tickets.dead-letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket", "sweep", "mark", "deadLetter"})
    void itsExamplesFit(String message) {
        String pointer = "/components/messages/" + message;
        assertThat(api.at(pointer + "/examples")).isNotEmpty().allSatisfy(example -> {
            assertThat(api.misfits(pointer + "/payload", example.get("payload")))
                    .isEmpty();
            JsonNode headers = example.path("headers");
            assertThat(headers.isMissingNode() ? List.of() : api.misfits(pointer + "/headers", headers))
                    .isEmpty();
        });
    }

    @Test
    void saysWhatIsWrongWithARecord() {
        ConsumerRecord<String, String> record =
                new ConsumerRecord<>("tickets", 0, 0, " ", "{\"ticket_no\":\"T1\",\"update_time\":\"soon\"}");
        record.headers().add("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8));
        record.headers().add("secret", "x".getBytes(StandardCharsets.UTF_8));

        assertThat(api.defects("/components/messages/ticket", record))
                .anyMatch(defect -> defect.contains("header secret is not described"))
                .anyMatch(defect -> defect.contains("/headers: /ce_time"))
                .anyMatch(defect -> defect.contains("'ce_id' not found"))
                .anyMatch(defect -> defect.contains("/key: "))
                .anyMatch(defect -> defect.contains("/payload: /update_time"));
    }
}
