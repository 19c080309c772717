package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestRateTest {
    @ParameterizedTest
    @CsvSource({
        "0.01, 1, 105000",
        "0.5, 1, 2100",
        "1, 1, 1050",
        "3, 1, 350",
        "4, 1, 263",
        "10, 1, 105",
        "19.9, 1, 53",
        "20, 2, 105",
        "50, 5, 105",
        "1000, 100, 105",
        "10000, 1000, 105"
    })
    void aCeilingIsSoManyRequestsInSoManyMilliseconds(double perSecond, long requests, long periodMillis) {
        assertThat(RequestRate.of(perSecond)).isEqualTo(new RequestRate(requests, periodMillis));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 3, 4, 7.3, 10, 19.9, 50, 333.3, 1000, 10_000})
    void noSecondHasMoreThanTheCeilingEvenIfTheFirstIs30MillisecondsLate(double perSecond) {
        RequestRate rate = RequestRate.of(perSecond);

        double inAnySecond = rate.requests() * Math.ceil(1030.0 / rate.periodMillis());

        assertThat(inAnySecond).isLessThanOrEqualTo(Math.ceil(perSecond));
    }
}
