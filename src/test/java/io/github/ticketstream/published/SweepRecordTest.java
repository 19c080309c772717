package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SweepRecordTest {
    @Test
    void itTellsTheCallsOfTheSweepAndOfTheMonth() {
        assertThat(SweepRecord.of(record("{\"total\":5,\"api_calls\":7}", "4711")))
                .isEqualTo(new SweepRecord(
                        Instant.ofEpochMilli(1_719_394_102_500L),
                        7,
                        4711,
                        new StateTopic("", "", 0, 0, 0),
                        new TicketTopic("", "", 0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|''", "{|x", "[]|-1", "{\"api_calls\":-3}|9223372036854775808", "null|1.5", "{}|"})
    void whatTellsNothingCountsAsNothing(String value, String header) {
        ConsumerRecord<String, byte[]> record = record(value, String.valueOf(header));
        if (header == null) {
            record.headers().remove("calls_this_month");
        }
        SweepRecord sweep = SweepRecord.of(record);

        assertThat(sweep.apiCalls()).isZero();
        assertThat(sweep.callsThisMonth()).isZero();
    }

    @Test
    void theTopicsAreReadAsTheyAreWritten() {
        StateTopic state = new StateTopic("state", "id-1", 12, 3, 5_000_000_000L);
        TicketTopic tickets = new TicketTopic("tickets", "id-2", 6);
        ConsumerRecord<String, byte[]> record = record("{}", "1");
        state.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        tickets.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));

        assertThat(SweepRecord.of(record).state()).isEqualTo(state);
        assertThat(SweepRecord.of(record).tickets()).isEqualTo(tickets);
    }

    private static ConsumerRecord<String, byte[]> record(String value, String callsThisMonth) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("calls_this_month", callsThisMonth.getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                "sweeps",
                0,
                0,
                1_719_394_102_500L,
                TimestampType.CREATE_TIME,
                0,
                0,
                "stream-1",
                value.getBytes(StandardCharsets.UTF_8),
                headers,
                Optional.empty());
    }
}
