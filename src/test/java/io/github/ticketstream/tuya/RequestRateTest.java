package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestRateTest {
    @ParameterizedTest
    @CsvSource({
        "0.01, 1, 100001",
        "0.5, 1, 2001",
        "1, 1, 1001",
        "3, 1, 335",
        "4, 1, 251",
        "10, 1, 101",
        "19.9, 1, 52",
        "20, 2, 101",
        "50, 5, 101",
        "1000, 100, 101",
        "10000, 1000, 101"
    })
    void aCeilingIsSoManyRequestsInSoManyMilliseconds(double perSecond, long requests, long periodMillis) {
        assertThat(RequestRate.of(perSecond)).isEqualTo(new RequestRate(requests, periodMillis));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 3, 4, 7.3, 10, 19.9, 50, 333.3, 1000, 10_000})
    void noSecondHasMoreThanTheCeiling(double perSecond) {
        RequestRate rate = RequestRate.of(perSecond);

        double inAnySecond = rate.requests() * Math.ceil(1000.0 / rate.periodMillis());

        assertThat(inAnySecond).isLessThanOrEqualTo(Math.ceil(perSecond));
    }
}
