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
                        5,
                        7,
                        4711,
                        new SweepRecord.Topics(
                                new SweepRecord.StateTopic("", "", 0, 0, 0), new SweepRecord.TicketTopic("", "", 0))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|''", "{|x", "[]|-1", "{\"api_calls\":-3}|9223372036854775808", "null|1.5"})
    void whatTellsNothingCountsAsNothing(String value, String header) {
        SweepRecord sweep = SweepRecord.of(record(value, header));

        assertThat(sweep.apiCalls()).isZero();
        assertThat(sweep.callsThisMonth()).isZero();
    }

    @Test
    void aRecordOfBeforeThereWasACountTellsNone() {
        ConsumerRecord<String, byte[]> old = record("{\"api_calls\":7}", "1");
        old.headers().remove("calls_this_month");

        assertThat(SweepRecord.of(old).callsThisMonth()).isZero();
    }

    @Test
    void theTopicsAreReadAsTheyAreWritten() {
        SweepRecord.Topics topics = new SweepRecord.Topics(
                new SweepRecord.StateTopic("state", "id-1", 12, 3, 5_000_000_000L),
                new SweepRecord.TicketTopic("tickets", "id-2", 6));
        ConsumerRecord<String, byte[]> sweep = record("{}", "1");
        topics.headers().forEach((name, value) -> sweep.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));

        assertThat(SweepRecord.of(sweep).topics()).isEqualTo(topics);
    }

    @ParameterizedTest
    @CsvSource({
        "state, a, 9, 0, 90, ''",
        // Tombstones take marks away, and compaction the tombstones.
        "state, a, 3, 0, 50, ''",
        "state, a, 3, 0, 40, has lost its newest records",
        "state, a, 3, 7, 50, has lost its oldest records",
        "state, a, 5, 7, 50, ''",
        "state, b, 3, 0, 50, was deleted and made anew",
        "state, b, 5, 0, 5, ''",
        "other, b, 3, 0, 5, ''"
    })
    void marksAreLostWhereNoTombstoneCanHaveTakenThem(
            String name, String id, long tracked, long begin, long end, String loss) {
        SweepRecord.StateTopic before = new SweepRecord.StateTopic("state", "a", 5, 0, 50);

        assertThat(before.lossIn(new SweepRecord.StateTopic(name, id, tracked, begin, end)))
                .startsWith(loss)
                .matches(text -> text.isEmpty() == loss.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "tickets, a, 3, ''",
        "tickets, b, 3, was deleted and made anew",
        "tickets, a, 6, has 6 partitions instead of 3",
        "other, b, 6, ''"
    })
    void whatOthersMakeOfTheTicketTopicIsTold(String name, String id, int partitions, String told) {
        SweepRecord.TicketTopic before = new SweepRecord.TicketTopic("tickets", "a", 3);

        assertThat(before.changeIn(new SweepRecord.TicketTopic(name, id, partitions)))
                .contains(told)
                .matches(text -> text.isEmpty() == told.isEmpty());
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
