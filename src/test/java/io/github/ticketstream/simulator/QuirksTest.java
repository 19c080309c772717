package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QuirksTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator tuya = TuyaSimulator.builder().clock(clock).start();
    private final SignedClient client = new SignedClient(tuya, clock).login();

    QuirksTest() {
        for (int i = 1; i <= 5; i++) {
            tuya.tickets().add("T" + i, i);
        }
    }

    @AfterEach
    void stop() {
        tuya.close();
    }

    @Test
    void totalLies() {
        tuya.quirks().total(8);
        assertThat(page(1).get("total").asLong()).isEqualTo(8);

        tuya.quirks().total(truth -> truth + 2);
        assertThat(page(1).get("total").asLong()).isEqualTo(7);

        tuya.quirks().withoutTotal(true);
        assertThat(page(1).has("total")).isFalse();
    }

    @Test
    void alwaysHasMorePromisesPagesForEver() {
        tuya.quirks().alwaysHasMore(true);

        assertPage(page(3), 3, true, "T5");
        assertPage(page(4), 4, true);
    }

    @Test
    void emptyButHasMore() {
        tuya.quirks().emptyButHasMoreFromPage(2);

        assertPage(page(1), 1, true, "T1", "T2");
        assertPage(page(2), 2, true);
        assertPage(page(9), 9, true);
    }

    @Test
    void ignoredPageNoShowsPageOneForEver() {
        tuya.quirks().ignorePageNo(true);

        assertPage(page(3), 1, true, "T1", "T2");
    }

    @Test
    void repeatedPageComesUnderTheNumberAskedFor() {
        tuya.quirks().repeatPage(1);

        assertPage(page(2), 2, true, "T1", "T2");
        assertPage(page(3), 3, false, "T1", "T2");
    }

    @Test
    void largePagesAreCut() {
        tuya.quirks().maxPageSize(3);

        JsonNode result = client.page(1, 50).get("result");

        assertThat(result.get("page_size").asInt()).isEqualTo(3);
        assertPage(result, 1, true, "T1", "T2", "T3");
    }

    @Test
    void successMayCarryACode() {
        tuya.quirks().codeOnSuccess(200);
        JsonNode number = client.page(1, 2);
        tuya.quirks().codeOnSuccess("0");
        JsonNode text = client.page(1, 2);

        assertThat(number.get("success").asBoolean()).isTrue();
        assertThat(number.get("code").isInt()).isTrue();
        assertThat(text.get("success").asBoolean()).isTrue();
        assertThat(text.get("code").isTextual()).isTrue();
    }

    @Test
    void aSkewedClockRefusesRightTimesAndShowsItsOwn() {
        tuya.quirks().clockSkew(Duration.ofHours(-1));

        JsonNode refused = client.page(1, 2);
        SignedClient corrected = new SignedClient(
                tuya, new MutableClock(Instant.ofEpochMilli(refused.get("t").asLong())));

        assertThat(refused.get("code").asInt()).isEqualTo(1013);
        assertThat(refused.get("t").asLong()).isEqualTo(clock.millis() - 3_600_000);
        assertThat(corrected.login().page(1, 2).get("success").asBoolean()).isTrue();
    }

    @Test
    void resetMakesItHonestAgain() {
        tuya.quirks()
                .total(1)
                .alwaysHasMore(true)
                .ignorePageNo(true)
                .codeOnSuccess(1)
                .repeatPage(1)
                .maxPageSize(1);

        tuya.quirks().reset();

        assertPage(page(3), 3, false, "T5");
        assertThat(page(3).get("total").asLong()).isEqualTo(5);
    }

    @Test
    void refusesMoreRequestsPerSecondThanAllowed() {
        tuya.traffic().reset();
        tuya.quirks().requestsPerSecond(3, Quirks.LimitReply.HTTP_429);
        for (int i = 0; i < 3; i++) {
            assertThat(client.getPage(1, 2).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = client.getPage(1, 2);
        tuya.quirks().requestsPerSecond(3, Quirks.LimitReply.CODE_1110);
        JsonNode alsoRefused = client.page(1, 2);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(alsoRefused.get("code").asInt()).isEqualTo(1110);
        assertThat(tuya.traffic().maxPerSecond()).isEqualTo(5);
    }

    private JsonNode page(int pageNo) {
        return client.page(pageNo, 2).get("result");
    }

    private static void assertPage(JsonNode result, int pageNo, boolean hasMore, String... numbers) {
        assertThat(result.get("page_no").asInt()).isEqualTo(pageNo);
        assertThat(result.get("has_more").asBoolean()).isEqualTo(hasMore);
        assertThat(result.get("list").findValuesAsText("ticket_no")).isEqualTo(List.of(numbers));
    }
}
