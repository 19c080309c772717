package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.records.TicketRecords.ChangeType;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.ListEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One record that is too large would fail its whole transaction, at every sweep: it must be found before it is sent. */
final class RecordSizeTest {
    private static final int MOST = 20_000;

    static Stream<Arguments> namings() {
        return Stream.of(
                arguments("T1", "//tuya/eu/ticket/feedbacks"),
                arguments("编号".repeat(100), "//tuya/eu/ticket/feedbacks"),
                arguments("T1", "//" + "客服".repeat(100)));
    }

    /** Grows a ticket byte by byte: of the last one that is taken, Kafka's own upper bound must hold. */
    @ParameterizedTest
    @MethodSource("namings")
    void everyTicketThatIsTakenFits(String number, String source) {
        TicketRecords records = records(source);
        Message largest = null;
        for (int padding = MOST - 4_000; padding <= MOST; padding++) {
            ListEntry ticket = ticket(number, padding);
            if (records.defect(ticket).isEmpty()) {
                largest = records.ticket(ticket, ChangeType.DISCOVERED);
                TicketRecords.backfill(largest);
                TicketRecords.silent(largest, ticket, -1);
            }
        }

        assertThat(largest.getBody(byte[].class).length).isBetween(MOST - 4_000, MOST - 1);
        assertThat(sizeForKafka(largest)).isLessThanOrEqualTo(MOST);
    }

    /** Each of them gets 65 bytes longer. */
    @Test
    void aMaskedFieldThatStandsThereAThousandTimesCountsAsOften() {
        TicketRecords records = TestStreams.records(
                TestSettings.tickets("tickets.mask-fields=m", "tickets.mask-key=k"), MOST, Clock.systemUTC());
        ListEntry ticket =
                ListEntries.entry("{" + "\"m\":1,".repeat(1_000) + "\"ticket_no\":\"T1\",\"update_time\":5}", 1);

        assertThat(records.defect(ticket)).startsWith("too large for Kafka");
    }

    @Test
    void onlyADeadLetterThatIsTooLargeIsCutAndSaysSo() {
        TicketRecords records = records("//s");
        ListEntry entry = ticket("T1", 30_000);
        int length = entry.json().length();

        Message message = records.deadLetter(entry, "too large for Kafka", "dead-letter/" + "a".repeat(64));

        byte[] value = message.getBody(byte[].class);
        assertThat(new String(value, StandardCharsets.UTF_8))
                .isEqualTo(entry.json().text().substring(0, value.length));
        assertThat((byte[]) message.getHeader("reason"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("too large for Kafka; cut to the first " + value.length + " of " + length + " bytes");
        assertThat(sizeForKafka(message)).isBetween(MOST - 512, MOST);

        Message whole = records.deadLetter(ticket("T1", 15_000), "why", "dead-letter/1");
        assertThat(whole.getBody(byte[].class))
                .hasSize(ticket("T1", 15_000).json().length());
        assertThat(whole.getHeader("reason")).isEqualTo(utf8("why"));
    }

    private static TicketRecords records(String source) {
        return TestStreams.records(TestSettings.tickets("tickets.event-source=" + source), MOST, Clock.systemUTC());
    }

    private static ListEntry ticket(String number, int padding) {
        String json = "{\"ticket_no\":\"" + number + "\",\"update_time\":253402300799999,\"a\":\"" + "x".repeat(padding)
                + "\"}";
        return ListEntries.entry(json, 1);
    }

    /** As the producer measures it before it sends. */
    private static int sizeForKafka(Message message) {
        List<Header> headers = new ArrayList<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("kafka.")) {
                headers.add(new RecordHeader(name, (byte[]) value));
            }
        });
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE.type(),
                utf8(message.getHeader("kafka.KEY", String.class)),
                message.getBody(byte[].class),
                headers.toArray(Header[]::new));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
