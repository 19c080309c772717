package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedVersionsTest {
    private final PublishedVersions versions = new PublishedVersions();
    private long offset;

    @Test
    void theLastMarkOfATicketCounts() {
        mark("T1", "1000");
        mark("T1", "2000");
        mark("T2", "5:a note of a later version");
        versions.checkAllReadable();

        assertThat(versions.lastSeen("T1")).isEqualTo(2000);
        assertThat(versions.lastSeen("T2")).isEqualTo(5);
        assertThat(versions.isPublished("T2")).isTrue();
        assertThat(versions.lastSeen("T3")).isZero();
        assertThat(versions.tracked()).isEqualTo(2);
    }

    @Test
    void aTombstoneForgetsATicket() {
        mark("T1", "1000");
        mark("T1", null);
        versions.checkAllReadable();

        assertThat(versions.lastSeen("T1")).isZero();
        assertThat(versions.tracked()).isZero();
    }

    @Test
    void aSkippedVersionWasSeenButNotPublished() {
        mark("T1", "1000:skipped");

        assertThat(versions.lastSeen("T1")).isEqualTo(1000);
        assertThat(versions.isPublished("T1")).isFalse();
    }

    @Test
    void deadLettersAreRememberedButAreNoTickets() {
        mark("dead-letter/abc", "1000");
        mark("T1", "1000");
        mark("dead-letter/abc", "1001");
        versions.checkAllReadable();

        assertThat(versions.lastSeen("dead-letter/abc")).isEqualTo(1001);
        assertThat(versions.tracked()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "0", "-5", "1.5", ":skipped", "9223372036854775808"})
    void aMarkThatIsNoUpdateTimeIsRefusedWithKeyAndOffset(String value) {
        mark("T0", "1");
        mark("T1", value);

        assertThatThrownBy(versions::checkAllReadable)
                .isInstanceOf(KafkaFailure.class)
                .hasMessageContaining("offset 1")
                .hasMessageContaining("key T1");
    }

    @Test
    void aLaterGoodMarkOrATombstoneHealsABadOne() {
        mark("T1", "yesterday");
        mark("T2", "yesterday");
        mark("T1", "7");
        mark("T2", null);
        versions.checkAllReadable();

        assertThat(versions.lastSeen("T1")).isEqualTo(7);
    }

    @Test
    void theFirstSweepIsDoneOnceItsRecordIsThere() {
        assertThat(versions.isFirstSweepDone()).isFalse();

        versions.readSweep(record("stream", "{}"));

        assertThat(versions.isFirstSweepDone()).isTrue();
    }

    private void mark(String key, String value) {
        versions.readMark(record(key, value));
    }

    private ConsumerRecord<String, byte[]> record(String key, String value) {
        return new ConsumerRecord<>(
                "state", 0, offset++, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
