package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class AccessTokenTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final AtomicInteger calls = new AtomicInteger();
    private String lifetime = "7200";
    private final AccessToken token = new AccessToken(this::request, clock);

    /** Tuya's tables and samples differ about the name of the lifetime. */
    private Reply request() {
        int call = calls.incrementAndGet();
        String name = call % 2 == 0 ? "expire_time" : "expire";
        return reply("{\"access_token\":\"token-" + call + "\",\"" + name + "\":" + lifetime + "}");
    }

    private static Reply reply(String result) {
        try {
            return Reply.read(("{\"success\":true,\"result\":" + result + "}").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7200, 7140000",
        "7175, 7115000",
        "121, 61000",
        "120, 60000",
        "100, 50000",
        "3, 1500",
        "1, 500",
        "'\"7200\"', 7140000",
        "86400, 86340000",
        "999999999999, 86340000"
    })
    void aTokenIsRenewedAMinuteOrHalfItsLifeEarly(String seconds, long usedMillis) {
        lifetime = seconds;
        token.ensure();

        clock.advance(Duration.ofMillis(usedMillis - 1));
        token.ensure();
        assertThat(token.value()).isEqualTo("token-1");

        clock.advance(Duration.ofMillis(1));
        token.ensure();
        assertThat(token.value()).isEqualTo("token-2");
    }

    /** While a token lives, Tuya may give the same one again, with what is left of it. */
    @Test
    void theSameTokenWithEverLessTimeIsNotAskedForAgainAndAgain() {
        AtomicInteger calls = new AtomicInteger();
        Instant end = clock.instant().plusSeconds(7_200);
        AccessToken same = new AccessToken(
                () -> {
                    calls.incrementAndGet();
                    return reply("{\"access_token\":\"token-1\",\"expire_time\":"
                            + Math.max(1, Duration.between(clock.instant(), end).toSeconds()) + "}");
                },
                clock);

        while (clock.instant().isBefore(end)) {
            same.ensure();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(calls).hasValue(2);
    }

    @Test
    void aRefusedTokenIsReplacedAndALateRefusalDoesNotCostTheNextOne() {
        int refused = token.ensure();
        token.drop(refused);
        assertThat(token.value()).isEqualTo("token-1");

        assertThat(token.ensure()).isNotEqualTo(refused);
        token.drop(refused);

        assertThat(token.value()).isEqualTo("token-2");
        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "\"token\"",
                "{\"expire_time\":7200}",
                "{\"access_token\":\"\",\"expire_time\":7200}",
                "{\"access_token\":null,\"expire_time\":7200}",
                "{\"access_token\":\"secret-token\"}",
                "{\"access_token\":\"secret-token\",\"expire_time\":0}",
                "{\"access_token\":\"secret-token\",\"expire_time\":-5}",
                "{\"access_token\":\"secret-token\",\"expire_time\":\"soon\"}"
            })
    void anUnusableReplyIsRefusedWithoutShowingIt(String result) {
        AccessToken unusable = new AccessToken(() -> reply(result), clock);

        TuyaException thrown = catchThrowableOfType(TuyaException.class, unusable::ensure);

        assertThat(thrown.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(thrown).hasMessage("Tuya's reply to the token call holds no usable token");
        assertThat(unusable.value()).isEmpty();
    }

    @Test
    @Timeout(5)
    void aLifetimeOfAMillionDigitsIsNotConverted() {
        String result = "{\"access_token\":\"secret-token\",\"expire_time\":" + "9".repeat(1_000_000) + "}";

        assertThatThrownBy(() -> new AccessToken(() -> reply(result), clock).ensure())
                .isInstanceOf(TuyaException.class)
                .hasMessage("Tuya's reply to the token call holds no usable token");
    }

    @Test
    void itsTextHidesIt() {
        token.ensure();

        assertThat(token).hasToString("AccessToken[hidden]");
    }
}
