package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting with values that it must not have: one line, that begins with its key and holds no secret. */
final class BadSettingsTest {
    private static final String MASK_KEY = "k3y-for-masking";
    private static final String LONG = "x".repeat(250);

    private static Stream<Arguments> badValues() {
        return Stream.of(
                bad("tuya.client-id", ""),
                bad("tuya.client-secret", ""),
                bad("tuya.client-secret-file", "/no/such/file", "/no/such\nfile", "nul\0", "/"),
                bad("tickets.mask-key-file", "/no/such/file"),
                bad("tuya.data-center", "", "EU", "de", "eu,us", "e\nu"),
                bad("tuya.base-url", "https:example.com", "https:/example.com", "https:///x"),
                bad("tuya.base-url", "ftp://example.com", "https://u:p@example.com", "https://a\nb", "example.com"),
                bad("tuya.parameter-style", "kebab-case", "camelcase"),
                bad("tuya.requests-per-second", "0", "-1", "0.009", "10001", "NaN", "four", "1,5", "1e99", "4\n4"),
                bad("tuya.concurrent-requests", "0", "65", "1.5", "many", "99999999999"),
                bad("tuya.connect-timeout", "5", "99ms", "61m", "5 s", "-5s", "five", "PT5S", "5s\u0085s"),
                bad("tuya.response-timeout", "0s", "1d", "30", "30 seconds", "99999999999s"),
                bad("tuya.calls-per-month", "0", "-1", "many", "1000000001"),
                bad("tuya.month-begins-on", "0", "29", "31", "first", "1.5"),
                bad("tickets.full-sweep-period", "119s", "8d", "daily", "1"),
                bad("tuya.max-response-size", "1023", "1073741825", "16MB"),
                bad("tickets.poll-period", "120 0s 8d 1w 1s1h 1s1s 999999999d 1.5h".split(" ")),
                bad("tickets.poll-period", "2 m", "1m\n1m"),
                bad("tickets.page-size", "0", "1001", "-1", "ten", "5e1"),
                bad("tickets.product-ids", "a,,b", ",", "a,", "a, ,b"),
                bad("tickets.states", "pending", "Pending,Open", "Pending,,Finished", "Pending Finished"),
                bad("tickets.first-run", "true", "Skip", "none"),
                bad("tickets.drop-fields", "ticket_no", "a,update_time", "a,,b"),
                bad("tickets.mask-fields", "update_time", "a,ticket_no", "dropped", "a,,b"),
                bad("tickets.silent-changes", "off", "Count", "erase"),
                bad("tickets.ignore-fields", "ticket_no", "a,,b"),
                bad("tickets.disappeared", "true", "delete", "publish,erase"),
                bad("tickets.topic", "a b", ".", "..", "tuya/tickets", LONG, "tópico", "a\nb"),
                bad("tickets.sweep-topic", "a b", "tuya.tickets", LONG),
                bad("tickets.state-topic", "a:b", "tuya.tickets", "tuya.tickets.sweeps"),
                bad("tickets.dead-letter-topic", "a,b", "tuya.tickets", "tuya.tickets.state"),
                bad("tickets.topics.create", "yes", "TRUE", "1"),
                bad("tickets.topics.partitions", "0", "-1", "10001", "three"),
                bad("tickets.topics.replication-factor", "0", "-2", "32768", "x"),
                bad("tickets.stream", "a b", "a.b", "x".repeat(101), "ä"),
                bad("tickets.transactional-id", "a b", "a?b", "a&b", "x".repeat(201), "ä", "a\nb"),
                bad("tickets.event-source", "two words", "a\nb", "//[", "%zz"),
                bad("tickets.standby", "TRUE", "on", "maybe"));
    }

    private static Arguments bad(String key, String... values) {
        return Arguments.of(key, values);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badValues")
    void aBadValueIsRefused(String key, String[] values) {
        for (String value : values) {
            String[] settings = Stream.of(
                            "tuya.client-id=id",
                            key.equals("tuya.client-secret-file") ? "" : "tuya.client-secret=" + TestSettings.SECRET,
                            key.equals("tuya.base-url") ? "" : "tuya.data-center=eu",
                            "tickets.drop-fields=dropped",
                            "tickets.mask-fields=masked",
                            key.equals("tickets.mask-key-file") ? "" : "tickets.mask-key=" + MASK_KEY,
                            key + "=" + value)
                    .filter(setting -> !setting.isEmpty())
                    .toArray(String[]::new);

            assertRefused(key, value, settings);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tickets.mask-key, tickets.mask-fields, masked",
        "camel.component.kafka.session-timeout-ms, camel.component.kafka.session-timeout-ms, 0",
        "camel.component.kafka.session-timeout-ms, camel.component.kafka.session-timeout-ms, -1",
        "camel.component.kafka.session-timeout-ms, camel.component.kafka.session-timeout-ms, 10s",
        "camel.component.kafka.session-timeout-ms, camel.component.kafka.session-timeout-ms, 1800001"
    })
    void aMissingMaskKeyAndTheStandbysSessionAreRefusedToo(String key, String given, String value) {
        String secret = "tuya.client-secret=" + TestSettings.SECRET;

        assertRefused(key, value, "tuya.client-id=id", secret, "tuya.data-center=eu", given + "=" + value);
    }

    @Test
    void noSettingIsLeftOut() throws IOException {
        Properties packaged = new Properties();
        try (InputStream stream = BadSettingsTest.class.getResourceAsStream("/application.properties")) {
            packaged.load(stream);
        }
        // The mask key has a test of its own; any text may be a category path.
        Stream<String> tested = Stream.concat(
                badValues().map(row -> (String) row.get()[0]), Stream.of("tickets.mask-key", "tickets.category-path"));

        assertThat(tested.distinct())
                .containsExactlyInAnyOrderElementsOf(packaged.stringPropertyNames().stream()
                        .filter(key -> key.startsWith("tuya.") || key.startsWith("tickets."))
                        .toList());
    }

    private static void assertRefused(String key, String value, String... settings) {
        SettingException thrown = catchThrowableOfType(SettingException.class, () -> {
            Settings all = TestSettings.only(settings);
            TuyaSettings.from(all);
            TicketSettings.from(all);
        });

        assertThat(thrown)
                .as("%s=%s in %s", key, value, Arrays.toString(settings))
                .isNotNull();
        assertThat(thrown.getMessage())
                .startsWith(key + ": ")
                .hasSizeGreaterThan(key.length() + 10)
                .doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]")
                .doesNotContain(TestSettings.SECRET, MASK_KEY);
    }
}
