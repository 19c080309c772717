package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TokensTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator tuya = TuyaSimulator.builder()
            .clock(clock)
            .tokenLifetime(Duration.ofHours(2))
            .seed(7)
            .start();
    private final SignedClient client = new SignedClient(tuya, clock);

    @AfterEach
    void stop() {
        tuya.close();
    }

    @Test
    void givesTheLiveTokenWithWhatIsLeftOfIt() {
        JsonNode first = client.token().get("result");
        clock.advance(Duration.ofSeconds(25));
        JsonNode second = client.token().get("result");

        assertThat(first.get("access_token").asText()).matches("[0-9a-f]{32}");
        assertThat(first.get("refresh_token").asText()).matches("[0-9a-f]{32}");
        assertThat(first.get("expire_time").asLong()).isEqualTo(7200);
        assertThat(second.get("access_token")).isEqualTo(first.get("access_token"));
        assertThat(second.get("expire_time").asLong()).isEqualTo(7175);
    }

    @Test
    void anExpiredTokenIsRefusedAndReplaced() {
        client.login();
        clock.advance(Duration.ofSeconds(7199));
        assertThat(pageCode()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(pageCode()).isEqualTo(1010);

        client.login();

        assertThat(pageCode()).isZero();
    }

    @Test
    void aRefreshWorksOnceAndKillsTheOldPair() {
        JsonNode old = client.token().get("result");
        client.use(old.get("access_token").asText());
        String refresh = "/v1.0/token/" + old.get("refresh_token").asText();

        JsonNode fresh = SignedClient.json(client.get(refresh)).get("result");

        assertThat(fresh.get("access_token")).isNotEqualTo(old.get("access_token"));
        assertThat(pageCode()).isEqualTo(1010);
        client.use(fresh.get("access_token").asText());
        assertThat(pageCode()).isZero();
        assertThat(SignedClient.json(client.get(refresh)).get("code").asInt()).isEqualTo(1010);
    }

    @Test
    void revokedTokensDieAtOnce() {
        client.login();
        tuya.revokeTokens();

        assertThat(pageCode()).isEqualTo(1010);
        client.login();
        assertThat(pageCode()).isZero();
    }

    @Test
    void aSeedMakesTheSameTokens() {
        try (TuyaSimulator twin = TuyaSimulator.builder().clock(clock).seed(7).start()) {
            assertThat(new SignedClient(twin, clock).token()).isEqualTo(client.token());
        }
    }

    private int pageCode() {
        return client.page(1, 10).path("code").asInt();
    }
}
