package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is polled, how often, what it costs, and where it is published. */
final class StartLogTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120s | ''  | every 2m0s, page size auto, calls a month 26000, | for each page of the list about 21600 calls in 30 days, or its share of the calls a month
            120s | 24h | every 2m0s, page size auto, calls a month 26000, | for each page of the list about 30 calls in 30 days for full sweeps, the rest for up to 21600 polls between
            """)
    void theFirstLinesSayWhatItCosts(String poll, String full, String polled, String cost) {
        Settings settings = TestSettings.with(
                "tuya.calls-per-month=26000", "tickets.poll-period=" + poll, "tickets.full-sweep-period=" + full);
        try (CapturedLog log = CapturedLog.of(StartLog.class.getName())) {
            StartLog.write(TuyaSettings.from(settings), TicketSettings.from(settings));

            assertThat(log.events().get(0).getMessage().getFormattedMessage())
                    .contains(polled)
                    .endsWith(cost);
            assertThat(log.events().get(1).getMessage().getFormattedMessage())
                    .startsWith("publishing to topic tuya.tickets ");
        }
    }
}
