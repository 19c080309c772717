package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.ticketstream.doctor.AuditedTicket.Comparison;
import io.github.ticketstream.settings.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whatever others write to the topics, the audit reads it. */
final class ForeignRecordsTest {
    @Property(tries = 1_000)
    void noRecordMakesTheAuditThrow(
            @ForAll("bytes") byte[] key, @ForAll("bytes") byte[] value, @ForAll("bytes") byte[] id) {
        String text = key == null ? null : new String(key, StandardCharsets.UTF_8);
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("topic", 0, 0, text, value);
        record.headers().add("ce_id", id);
        Audit audit = new Audit(TestSettings.tickets("tickets.silent-changes=publish"));

        assertThatCode(() -> {
                    audit.readBefore(record);
                    audit.readPublished(record);
                    audit.readSince(record);
                    audit.compare(Comparison.UNLISTED, Instant.now());
                })
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(20).injectNull(0.2);
    }
}
