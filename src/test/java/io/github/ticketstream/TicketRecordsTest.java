package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.PageWalks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key, value and headers of the records of all four topics. SHA-256 sums are from {@code sha256sum}. */
final class TicketRecordsTest {
    private static final String TICKET = "{\"ticket_no\":\"T1\",\"update_time\":1638356077881,\"a\":2.50}";

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22.5Z"));

    @Test
    void aNewTicketIsACloudEvent() {
        Message message =
                records().ticket(ticket(TICKET), ChangeType.DISCOVERED, true).orElseThrow();

        assertThat(text(message)).isEqualTo(TICKET);
        assertThat(message.getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets"),
                        entry("kafka.KEY", "T1"),
                        entry("ce_specversion", "1.0"),
                        entry("ce_id", "T1@1638356077881"),
                        entry("ce_source", "//tuya/eu/ticket/feedbacks"),
                        entry("ce_type", "io.github.ticketstream.ticket.discovered.v1"),
                        entry("ce_subject", "T1"),
                        entry("ce_time", "2021-12-01T10:54:37.881Z"),
                        entry("ce_dataschema", "urn:ticketstream:ticket:v1"),
                        entry("ce_backfill", "true"),
                        entry("content-type", "application/json")));
    }

    @Test
    void aLaterVersionIsAnUpdateWithoutBackfill() {
        Message message =
                records().ticket(ticket(TICKET), ChangeType.UPDATED, false).orElseThrow();

        assertThat(message.getHeaders())
                .containsEntry("ce_type", "io.github.ticketstream.ticket.updated.v1")
                .doesNotContainKey("ce_backfill")
                .hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1970-01-01T00:00:00.001Z",
        "1000, 1970-01-01T00:00:01.000Z",
        "1638356077000, 2021-12-01T10:54:37.000Z",
        "1638356077880, 2021-12-01T10:54:37.880Z",
        "253402300799999, 9999-12-31T23:59:59.999Z"
    })
    void theTimeAlwaysHasThreeDecimals(long updateTime, String expected) {
        ListEntry ticket = ticket("{\"ticket_no\":\"T1\",\"update_time\":" + updateTime + "}");

        Message message = records().ticket(ticket, ChangeType.UPDATED, false).orElseThrow();

        assertThat(message.getHeader("ce_time")).isEqualTo(expected);
    }

    @Test
    void theSourceMayBeSet() {
        Message message = records("tickets.event-source", "//support/emea")
                .ticket(ticket(TICKET), ChangeType.UPDATED, false)
                .orElseThrow();

        assertThat(message.getHeader("ce_source")).isEqualTo("//support/emea");
    }

    @Test
    void privateFieldsAreInNoRecord() {
        TicketRecords records = records(
                "tickets.drop-fields", "a", "tickets.mask-fields", "user_account", "tickets.mask-key", "mask-key-1");
        String withPrivate = "{\"ticket_no\":\"T1\",\"a\":2.50,\"user_account\":\"user@example.com\"";
        String without = "{\"ticket_no\":\"T1\","
                + "\"user_account\":\"358959595c46ebaebfc5b4f66fe58753d962b5f8d7f44b9a26930e502c63bd28\"";

        Message message = records.ticket(ticket(withPrivate + ",\"update_time\":1}"), ChangeType.UPDATED, false)
                .orElseThrow();
        Message deadLetter = records.deadLetter(ticket(withPrivate + "}"), "no time", "dead-letter/1");

        assertThat(text(message)).isEqualTo(without + ",\"update_time\":1}");
        assertThat(text(deadLetter)).isEqualTo(without + "}");
        assertThat(records.deadLetterKey(ticket(withPrivate + "}")))
                .isEqualTo("dead-letter/e8e80832e69287c680ba8ed2eeaad56bf1cbfee399b0ec2158fd5463eabd821a");
    }

    @Test
    void marksSayWhatWasPublishedAndWhatWasSkipped() {
        Message mark = records().mark(ticket(TICKET));
        Message skipped = records().skippedMark(ticket(TICKET));

        assertThat(text(mark)).isEqualTo("1638356077881");
        assertThat(text(skipped)).isEqualTo("1638356077881:skipped");
        assertThat(mark.getHeaders())
                .containsOnly(entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.state"), entry("kafka.KEY", "T1"));
        assertThat(skipped.getHeaders()).isEqualTo(mark.getHeaders());
    }

    @Test
    void aDeadLetterIsTheEntryWithReasonPageAndTime() {
        Message message = records().deadLetter(ticket("\"no ticket\""), "not an object", "dead-letter/abc");

        assertThat(text(message)).isEqualTo("\"no ticket\"");
        assertThat(message.getHeaders())
                .containsOnly(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.dead-letter"),
                        entry("kafka.KEY", "abc"),
                        entry("reason", "not an object"),
                        entry("page_no", "3"),
                        entry("received_at", "1719394102500"));
    }

    @Test
    void equalDeadLettersHaveTheSameKey() {
        String expected = "dead-letter/e86712acab0d0093ff9a1acad2a3789d355e77abf64e59b8304c7925a802b0cf";

        assertThat(records().deadLetterKey(ticket("\"no ticket\""))).isEqualTo(expected);
        clock.advance(Duration.ofDays(1));
        assertThat(records().deadLetterKey(ListEntries.entry("\"no ticket\"", 9)))
                .isEqualTo(expected);
    }

    @Test
    void aDeadLetterIsRememberedByTheTimeOfItsTelling() {
        Message message = records().deadLetterMark("dead-letter/abc");

        assertThat(text(message)).isEqualTo("1719394102500");
        assertThat(message.getHeaders())
                .containsOnly(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.state"), entry("kafka.KEY", "dead-letter/abc"));
    }

    @Test
    void aSweepTellsWhatItDid() {
        SweepProgress progress = new SweepProgress(Instant.ofEpochMilli(1_000), () -> 7, () -> 4711);
        Sweep sweep = new Sweep(
                () -> PageWalks.over(PageWalks.page(1, 5, false, TICKET)), new KnownTickets(), () -> false, progress);
        sweep.next();
        progress.confirm(true);
        progress.confirm(false);
        progress.unchanged(40);

        Message message = records().sweep(sweep, 2, 3);

        assertThat(text(message))
                .isEqualTo("{\"started_at\":1000,\"completed_at\":1719394102500,\"total\":5,\"published\":3,"
                        + "\"unchanged\":40,\"dead_lettered\":4,\"api_calls\":7}");
        assertThat(message.getHeaders())
                .containsOnly(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.sweeps"),
                        entry("kafka.KEY", "stream-1"),
                        entry("content-type", "application/json"),
                        entry("calls_this_month", "4711"));
    }

    private TicketRecords records(String... settings) {
        Properties system = new Properties();
        system.setProperty("tickets.transactional-id", "stream-1");
        for (int i = 0; i < settings.length; i += 2) {
            system.setProperty(settings[i], settings[i + 1]);
        }
        TicketSettings tickets = TicketSettings.from(Settings.load(Map.of(), system, Path.of("no-such-directory")));
        return new TicketRecords(new DefaultCamelContext(), tickets, "eu", () -> 1_000_000, clock);
    }

    private static ListEntry ticket(String json) {
        return ListEntries.entry(json, 3);
    }

    private static String text(Message message) {
        return new String(message.getBody(byte[].class), StandardCharsets.UTF_8);
    }
}
