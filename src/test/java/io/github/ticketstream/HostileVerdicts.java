package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.JsonSlice;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.TuyaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.HttpException;

/** What may come of a hostile reply, and how often it did. */
final class HostileVerdicts {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(1_000_000).build())
            .build());

    private final long seed;
    private final PrivateFields privateFields;
    private int tried;

    /** Gives what was read, or throws. */
    interface Attempt {
        List<ListEntry> read() throws Throwable;
    }

    HostileVerdicts(long seed) {
        this.seed = seed;
        privateFields = new PrivateFields(TestSettings.tickets(
                        "tickets.drop-fields=user_account",
                        "tickets.mask-fields=a,description",
                        "tickets.mask-key=a key")
                .content());
    }

    int tried() {
        return tried;
    }

    /** @return the message of the refusal; empty if the reply was read */
    String judge(String secret, String circumstances, byte[] body, Attempt attempt) {
        tried++;
        long start = System.nanoTime();
        String refusal = "";
        try {
            attempt.read().forEach(this::checkEntry);
        } catch (TuyaException e) {
            checkRefusal(e, secret);
            refusal = e.getMessage();
        } catch (IOException | HttpException e) {
            checkRefusal(TuyaException.of(e), secret);
            refusal = TuyaException.of(e).getMessage();
        } catch (Throwable e) {
            fail("seed " + seed + ", input " + tried + ", " + circumstances + ": " + shown(body), e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took)
                .as("seed %d, input %d, %s: %s", seed, tried, circumstances, shown(body))
                .isLessThan(PATIENCE);
        return refusal;
    }

    private static void checkRefusal(TuyaException refusal, String secret) {
        assertThat(refusal.remedy()).isNotBlank();
        assertThat(refusal.getMessage())
                .isNotBlank()
                .hasSizeLessThan(1_000)
                .doesNotContain(secret, HostileReplies.PERSONAL)
                .matches("\\P{Cntrl}*");
    }

    /** The list reader and the tree reader must find the same ticket. */
    private void checkEntry(ListEntry entry) {
        JsonSlice json = entry.json();
        if (!entry.isTicket()) {
            assertThat(privateFields.removeAnywhere(json)).isNotNull();
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(entry.ticketNo()))
                    .isTrue();
            assertThat(entry.updateTime()).isZero();
            return;
        }
        JsonNode tree = tree(json.toBytes());
        assertThat(entry.ticketNo())
                .isNotBlank()
                .isEqualTo(tree.path("ticket_no").textValue());
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(entry.ticketNo()))
                .isTrue();
        assertThat(tree.path("update_time").asText()).matches("\\d+");
        assertThat(entry.updateTime())
                .isPositive()
                .isEqualTo(Long.parseLong(tree.path("update_time").asText()));
        JsonNode left = tree(privateFields.remove(json));
        assertThat(left.has("user_account")).isFalse();
        assertThat(left.size()).isEqualTo(tree.size() - (tree.has("user_account") ? 1 : 0));
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("a ticket that is no JSON", e);
        }
    }

    private static String shown(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return body.length + " bytes, " + (text.length() > 1_000 ? text.substring(0, 1_000) + "…" : text);
    }
}
