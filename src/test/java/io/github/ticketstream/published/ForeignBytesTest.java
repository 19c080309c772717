package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Whatever others write to the state and the sweep topic, reading it does not throw. */
final class ForeignBytesTest {
    private final PublishedVersions versions = new PublishedVersions();

    @Property(tries = 5_000)
    void noBytesMakeTheReaderOfMarksThrow(@ForAll("texts") byte[] key, @ForAll("texts") byte[] value) {
        assertThatCode(() -> versions.readMark(record(key, value, null, 0))).doesNotThrowAnyException();
    }

    @Property(tries = 5_000)
    void noBytesMakeTheReaderOfSweepsThrow(
            @ForAll("texts") byte[] value, @ForAll("texts") byte[] header, @ForAll long timestamp) {
        versions.onSweep(sweep -> {});

        assertThatCode(() -> versions.readSweep(record(new byte[] {'s'}, value, header, Math.max(-1, timestamp))))
                .doesNotThrowAnyException();
    }

    /** Nothing, any bytes, and what looks like what we write. */
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        Arbitrary<byte[]> alike = Arbitraries.of(
                        "stream/owner",
                        "stream/",
                        "dead-letter/",
                        "1",
                        "-1",
                        "1:",
                        ":",
                        "9223372036854775807",
                        "9223372036854775808",
                        "-9223372036854775808:skipped",
                        "{",
                        "{}",
                        "null",
                        "[]",
                        "{\"api_calls\":1e999999999}",
                        "{\"api_calls\":9223372036854775807,\"total\":-1,\"dead_lettered\":5}",
                        "{\"total\":\"x\",\"api_calls\":{}}",
                        "[".repeat(5_000))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(any, alike).injectNull(0.1);
    }

    private static ConsumerRecord<String, byte[]> record(byte[] key, byte[] value, byte[] header, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(SweepRecord.CALLS_THIS_MONTH, header);
        new StateTopic("", "", 0, 0, 0).headers().keySet().forEach(name -> headers.add(name, header));
        new TicketTopic("", "", 0).headers().keySet().forEach(name -> headers.add(name, header));
        return new ConsumerRecord<>(
                "topic",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                value,
                headers,
                Optional.empty());
    }
}
