package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pauses, without waiting for them. */
final class RequestRetryTest {
    private final TuyaClock clock = new TuyaClock(Clocks.system());
    private final AccessToken token =
            new AccessToken(() -> null, Clocks.system().monotonic());
    private final TuyaMeters meters = new TuyaMeters(new SimpleMeterRegistry(), clock, PageSize.of(50));
    private boolean counted = true;
    private final RequestRetry retry = new RequestRetry(token, clock, meters, () -> counted);
    private final Exchange request = new DefaultExchange(new DefaultCamelContext());

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, 500 625, 1000 1250, 2000 2500, 4000 5000",
        "UNKNOWN, 2000 2500, 4000 5000, ,",
        "REAUTHENTICATE, 0 0, , ,",
        "CLOCK, 0 0, , ,",
        "CONFIGURATION, , , ,",
        "CONNECTION, , , ,",
        "QUOTA, , , ,",
        "REQUEST, , , ,",
        "LIST, , , ,"
    })
    void thePauseDoublesFromFailureToFailureUntilTheRequestIsGivenUp(
            Kind kind, String first, String second, String third, String fourth) {
        for (String pause : new String[] {first, second, third, fourth}) {
            boolean again = failed(kind, 0);

            assertThat(again).isEqualTo(pause != null);
            if (again) {
                String[] bounds = pause.split(" ");
                assertThat(pauseMillis()).isBetween(Long.valueOf(bounds[0]), Long.valueOf(bounds[1]));
            }
        }
        assertThat(failed(kind, 0)).isFalse();
    }

    /** Else a process that is killed would forget it. */
    @Test
    void aRequestThatIsNotOnTheCountYetIsNotRepeated() {
        counted = false;

        assertThat(failed(Kind.TRANSIENT, 0)).isFalse();
    }

    @Test
    void secondChancesOfDifferentKindsAddUp() {
        assertThat(failed(Kind.CLOCK, 0)).isTrue();
        assertThat(failed(Kind.REAUTHENTICATE, 0)).isTrue();
        assertThat(failed(Kind.TRANSIENT, 0)).isTrue();
    }

    @Test
    void anAskedPauseIsKeptUnlessItIsShorterThanOursOrMoreThanHalfAMinute() {
        assertThat(failed(Kind.TRANSIENT, 7)).isTrue();
        assertThat(pauseMillis()).isEqualTo(7_000);
        assertThat(failed(Kind.TRANSIENT, 30)).isTrue();
        assertThat(pauseMillis()).isEqualTo(30_000);
        assertThat(failed(Kind.TRANSIENT, 1)).isTrue();
        assertThat(pauseMillis()).isBetween(2_000L, 2_500L);
        assertThat(failed(Kind.TRANSIENT, 31)).isFalse();
    }

    private boolean failed(Kind kind, long retryAfterSeconds) {
        return failed(new TuyaException(kind, "failed", "wait", Duration.ofSeconds(retryAfterSeconds), null));
    }

    private boolean failed(Throwable failure) {
        request.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        return retry.again(request);
    }

    private long pauseMillis() {
        return request.getIn().getHeader(Exchange.REDELIVERY_DELAY, Long.class);
    }
}
