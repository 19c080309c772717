package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedState.RecordLimits;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.StateTopic;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.records.TicketRecords.ChangeType;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.sweep.TestSweeps;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.PageWalks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key, value and headers of the records of all four topics. SHA-256 sums are from {@code sha256sum}. */
final class TicketRecordsTest {
    private static final String TICKET = "{\"ticket_no\":\"T1\",\"update_time\":1638356077881,\"a\":2.50}";

    private static final Map<String, String> TOPICS =
            new StateTopic("tuya.tickets.state", "an-id", 12, 0, 40).headers();

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22.5Z"));

    @Test
    void aNewTicketIsACloudEvent() {
        Message message = records().ticket(ticket(TICKET), ChangeType.DISCOVERED);
        TicketRecords.backfill(message);

        assertThat(text(message)).isEqualTo(TICKET);
        assertThat(headers(message))
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
    void aLaterVersionIsAnUpdateWithoutBackfillAndASilentChangeHasAnotherId() {
        Message message = records().ticket(ticket(TICKET), ChangeType.UPDATED);
        Map<String, String> update = headers(message);
        assertThat(update)
                .containsEntry("ce_type", "io.github.ticketstream.ticket.updated.v1")
                .doesNotContainKey("ce_backfill")
                .hasSize(10);

        TicketRecords.silent(message, ticket(TICKET), 0x00ab_cdef_0123_4567L);

        Map<String, String> silent = new TreeMap<>(update);
        silent.put("ce_id", "T1@1638356077881.00abcdef");
        silent.put("ce_silent", "true");
        assertThat(headers(message)).isEqualTo(silent);
    }

    @Test
    void aDisappearanceSaysWhatIsLeftToSay() {
        Message message = records("tickets.disappeared=publish")
                .disappeared("T\"1", Mark.of(1638356077881L), 1638356100000L, 1638356200000L);

        assertThat(text(message))
                .isEqualTo("{\"ticket_no\":\"T\\\"1\",\"last_update_time\":1638356077881,"
                        + "\"last_seen_at\":1638356100000}");
        assertThat(headers(message))
                .containsEntry("ce_id", "T\"1@gone.1638356200000")
                .containsEntry("ce_type", "io.github.ticketstream.ticket.disappeared.v1")
                .containsEntry("ce_subject", "T\"1")
                .containsEntry("ce_time", "2021-12-01T10:54:37.881Z")
                .containsEntry("kafka.KEY", "T\"1")
                .hasSize(10);
    }

    @Test
    void anErasedTicketHasNoValueAndTheSameHeaders() {
        Mark last = Mark.of(1638356077881L);
        Message told = records("tickets.disappeared=publish").disappeared("T1", last, 5, 6);
        Message erased = records("tickets.disappeared=erase").disappeared("T1", last, 5, 6);

        assertThat(erased.getBody()).isNull();
        assertThat(headers(erased)).isEqualTo(headers(told));
        assertThat(records().mark("T1", Mark.NONE, Mark.of(1000)).getBody()).isNull();
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

        Message message = records().ticket(ticket, ChangeType.UPDATED);

        assertThat(headers(message).get("ce_time")).isEqualTo(expected);
    }

    @Test
    void privateFieldsAreInNoRecord() {
        TicketRecords records =
                records("tickets.drop-fields=a", "tickets.mask-fields=user_account", "tickets.mask-key=mask-key-1");
        String withPrivate = "{\"ticket_no\":\"T1\",\"a\":2.50,\"user_account\":\"user@example.com\"";
        String without = "{\"ticket_no\":\"T1\","
                + "\"user_account\":\"358959595c46ebaebfc5b4f66fe58753d962b5f8d7f44b9a26930e502c63bd28\"";

        Message message = records.ticket(ticket(withPrivate + ",\"update_time\":1}"), ChangeType.UPDATED);
        Message deadLetter = records.deadLetter(ticket(withPrivate + "}"), "no time", "dead-letter/1");

        assertThat(text(message)).isEqualTo(without + ",\"update_time\":1}");
        assertThat(text(deadLetter)).isEqualTo(without + "}");
        assertThat(records.deadLetterKey(ticket(withPrivate + "}")))
                .isEqualTo("dead-letter/e8e80832e69287c680ba8ed2eeaad56bf1cbfee399b0ec2158fd5463eabd821a");
    }

    @Test
    void marksSayWhatWasPublishedAndWhatWasSkipped() {
        Mark version = Mark.of(1638356077881L);
        Message mark = records().mark("T1", version, Mark.NONE);
        Message skipped = records().mark("T1", version.asSkipped(), Mark.NONE);

        assertThat(text(mark)).isEqualTo("1638356077881");
        assertThat(text(skipped)).isEqualTo("1638356077881:skipped");
        assertThat(headers(mark))
                .containsOnly(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.state"),
                        entry("kafka.PARTITION_KEY", "0"),
                        entry("kafka.KEY", "T1"));
        assertThat(headers(skipped)).isEqualTo(headers(mark));
        // That there was another one before, unless this is a tombstone.
        assertThat(headers(records().mark("T1", version, Mark.of(1000)))).containsEntry("replaces", "true");
        assertThat(headers(records().mark("T1", Mark.NONE, Mark.of(1000)))).doesNotContainKey("replaces");
    }

    @Test
    void aDeadLetterIsTheEntryWithReasonPageAndTime() {
        Message message = records().deadLetter(ticket("\"no ticket\""), "not an object", "dead-letter/abc");

        assertThat(text(message)).isEqualTo("\"no ticket\"");
        assertThat(headers(message))
                .containsOnly(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.dead-letter"),
                        entry("kafka.KEY", "abc"),
                        entry("reason", "not an object"),
                        entry("page_no", "3"),
                        entry("received_at", "1719394102500"));
    }

    @Test
    void equalDeadLettersHaveTheSameKeyAndAreRememberedByTheTimeOfTheirTelling() {
        String key = records().deadLetterKey(ticket("\"no ticket\""));
        Message message = records().deadLetterMark(key);
        clock.advance(Duration.ofDays(1));

        assertThat(key).isEqualTo("dead-letter/e86712acab0d0093ff9a1acad2a3789d355e77abf64e59b8304c7925a802b0cf");
        assertThat(records().deadLetterKey(ListEntries.entry("\"no ticket\"", 9)))
                .isEqualTo(key);
        assertThat(text(message)).isEqualTo("1719394102500");
        assertThat(headers(message))
                .containsOnly(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.state"),
                        entry("kafka.PARTITION_KEY", "0"),
                        entry("kafka.KEY", key));
    }

    @Test
    void aSweepTellsWhatItDid() {
        Moment start = new Moment(Instant.ofEpochMilli(1_000), Instant.EPOCH);
        CallBudget budget = CallBudgets.none();
        budget.restore(new CallBudget.Count(CallBudget.UNKNOWN_TIME, 4704));
        SweepProgress progress = new SweepProgress(start, budget, 0);
        for (int call = 0; call < 7; call++) {
            budget.take();
        }
        FullSweep sweep = sweep(progress, 5);
        sweep.next();
        progress.add(SweepCount.CHANGED, 1);
        progress.add(SweepCount.DEAD_LETTERED, 1);
        progress.add(SweepCount.UNCHANGED, 40);

        TicketRecords records = records();
        records.learnFrom(began -> Optional.of(began.wall().plusMillis(500)), () -> "");
        Message message = records.sweep(sweep, TOPICS);

        assertThat(text(message))
                .isEqualTo("{\"started_at\":1000,\"completed_at\":1719394102500,\"total\":5,\"published\":1,"
                        + "\"unchanged\":40,\"dead_lettered\":1,\"api_calls\":7}");
        assertThat(headers(message))
                .containsOnly(
                        entry("kafka.OVERRIDE_TOPIC", "tuya.tickets.sweeps"),
                        entry("kafka.KEY", "stream-1"),
                        entry("content-type", "application/json"),
                        entry("kafka.PARTITION_KEY", "0"),
                        entry("calls_this_month", "4711"),
                        entry("began_by_api_clock", "1500"),
                        entry("state_topic", "tuya.tickets.state"),
                        entry("state_topic_id", "an-id"),
                        entry("tracked", "12"),
                        entry("state_topic_begin", "0"),
                        entry("state_topic_end", "40"));
    }

    @Test
    void aListWithoutTotalHasWhatWasSeenForOne() {
        FullSweep sweep = sweep(TestSweeps.progress(), -1);
        sweep.next();

        assertThat(text(records().sweep(sweep, TOPICS))).contains("\"total\":1,");
    }

    /** Both bytes and text: the platform's charset must have no say, see {@link #headers}. */
    @Test
    void namesOutsideOfAsciiAreUtf8() {
        Message message = records().ticket(ticket("{\"ticket_no\":\"工单-1\",\"update_time\":1}"), ChangeType.UPDATED);

        assertThat(message.getHeader("ce_id")).isEqualTo("工单-1@1".getBytes(StandardCharsets.UTF_8));
        assertThat(message.getHeader("ce_subject")).isEqualTo("工单-1".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anUpdateTimeThatIsTextKeepsItsDigitsInTheId() {
        ListEntry ticket = ticket("{\"ticket_no\":\"T1\",\"update_time\":\"0001638356077881\"}");

        Message message = records().ticket(ticket, ChangeType.UPDATED);

        assertThat(headers(message))
                .containsEntry("ce_id", "T1@0001638356077881")
                .containsEntry("ce_time", "2021-12-01T10:54:37.881Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream/owner",
                "stream/x",
                "dead-letter/e86712acab0d0093ff9a1acad2a3789d355e77abf64e59b8304c7925a802b0cf"
            })
    void aNumberThatTheStateTopicHasForSomethingElseIsADefect(String number) {
        assertThat(records().defect(ticket("{\"ticket_no\":\"" + number + "\",\"update_time\":1}")))
                .isEqualTo("ticket_no is a key that the state topic has for something else");
        // It only looks like one.
        assertThat(records().defect(ticket("{\"ticket_no\":\"dead-letter/abc\",\"update_time\":1}")))
                .isEmpty();
    }

    @Test
    void theSourceMayBeSetAndAnAddressInBracketsIsEscapedInIt() {
        TicketRecords set = records("tickets.event-source=//support/emea");
        TicketRecords address = new TicketRecords(
                new DefaultCamelContext(),
                TestSettings.tickets(),
                "[::1]",
                () -> new RecordLimits(9_000, 9_000),
                clock);

        assertThat(source(set)).isEqualTo("//support/emea");
        assertThat(source(address)).isEqualTo("//tuya/%5B::1%5D/ticket/feedbacks");
        assertThat(URI.create(source(address)).getPath()).isEqualTo("/[::1]/ticket/feedbacks");
    }

    private static String source(TicketRecords records) {
        return headers(records.ticket(ticket(TICKET), ChangeType.UPDATED)).get("ce_source");
    }

    @Test
    void theOwnersMarkIsReadByOlderProgramsAsAnyOther() {
        Message owner = records()
                .streamMarks(new PublishedVersions(), Batch.closing(sweep(TestSweeps.progress(), 1)))
                .get(0);

        assertThat(text(owner)).isEqualTo("1:stream-1");
        assertThat(headers(owner)).containsEntry("kafka.KEY", "stream/owner");
    }

    private static FullSweep sweep(SweepProgress progress, long total) {
        return TestSweeps.full(
                () -> PageWalks.over(PageWalks.page(1, total, false, TICKET)),
                new KnownTickets(),
                TestSweeps.frame(progress));
    }

    /** As text. A header of the record must be bytes: of a string Camel would take the platform's charset. */
    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            assertThat(name.startsWith("kafka.") || value instanceof byte[])
                    .as(name)
                    .isTrue();
            headers.put(
                    name, value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString());
        });
        return headers;
    }

    private TicketRecords records(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "tickets.transactional-id=stream-1";
        return TestStreams.records(TestSettings.tickets(all), 1_000_000, clock);
    }

    private static ListEntry ticket(String json) {
        return ListEntries.entry(json, 3);
    }

    private static String text(Message message) {
        return new String(message.getBody(byte[].class), StandardCharsets.UTF_8);
    }
}
