package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        String key = StateKeys.deadLetter("e86712acab0d0093ff9a1acad2a3789d355e77abf64e59b8304c7925a802b0cf");
        mark(key, "1000");
        mark("T1", "1000");
        mark(key, "1001");
        versions.checkAllReadable();

        assertThat(versions.lastSeen(key)).isEqualTo(1001);
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

    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "1638356077881, 1638356077881, true",
        // Later than any ticket can be.
        "9223372036854775807, 281474976710655, true",
        "1000:, 1000, true",
        "1000:a note, 1000, true",
        "1000:a:b, 1000, true",
        "1000:skipped, 1000, false",
        "1000:skipped:why, 1000, false"
    })
    void aMarkIsAnUpdateTimeAndANote(String value, long updateTime, boolean published) {
        mark("T1", value);

        assertThat(versions.lastSeen("T1")).isEqualTo(updateTime);
        assertThat(versions.isPublished("T1")).isEqualTo(published);
        assertThatCode(versions::checkAllReadable).doesNotThrowAnyException();
    }

    @Test
    void marksAreWrittenAsTheyAreRead() {
        assertThat(new String(Mark.of(1638356077881L).toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("1638356077881");
        assertThat(new String(Mark.of(1000).asSkipped().toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("1000:skipped");
        assertThat(StateKeys.deadLetter("abc")).isEqualTo("dead-letter/abc");
    }

    @Test
    void aTombstoneOfAnUnknownTicketChangesNothing() {
        mark("T1", "1000");

        mark("T9", null);
        mark("dead-letter/9", null);

        assertThat(tracked()).isEqualTo(1);
    }

    /** Written by hand while a mark was on its way that was decided on before. */
    @Test
    void aTombstoneIsNotUndoneByAMarkThatReplacesTheOneBeforeIt() {
        mark("T1", "1000");
        mark("T2", "1000");
        mark("T1", null);
        mark("T2", null);

        versions.readMark(replacing("T1", "1000:missing.5.4.t"));
        mark("T2", "2000");
        assertThat(versions.mark("T1")).isEqualTo(Mark.NONE);
        assertThat(tracked()).isEqualTo(1);

        mark("T1", "1000");
        versions.readMark(replacing("T1", "3000"));
        assertThat(versions.lastSeen("T1")).isEqualTo(3000);
        assertThat(tracked()).isEqualTo(2);
    }

    /** Compaction has taken away what stood before it. */
    @Test
    void aMarkThatReplacesOneIsReadAlsoWhereItIsTheFirst() {
        versions.readMark(replacing("T1", "1000"));
        mark("T2", null);
        versions.clear();
        versions.readMark(replacing("T2", "2000"));

        assertThat(versions.lastSeen("T2")).isEqualTo(2000);
    }

    @Test
    void anUnreadableMarkDoesNotMakeATicketUnknown() {
        mark("T1", "1000");

        mark("T1", "x");

        assertThat(versions.lastSeen("T1")).isEqualTo(1000);
    }

    @Test
    void aRecordWithoutKeyIsNobodysMark() {
        mark(null, "x");
        mark(null, null);
        mark(null, "1000");

        assertThat(tracked()).isZero();
    }

    @Test
    void theOwnerIsReadAndIsNoTicket() {
        mark("stream/owner", "1:stream-1");
        mark("stream/something-new", "x");

        assertThat(versions.notes().owner()).isEqualTo("stream-1");
        assertThat(tracked()).isZero();
        mark("stream/owner", null);
        assertThat(versions.notes().owner()).isEmpty();
    }

    @Test
    void aTicketMayBeCalledAlmostLikeADeadLetter() {
        mark("dead-letter/abc", "1000");

        assertThat(tracked()).isEqualTo(1);
    }

    @Test
    void clearingForgetsEverything() {
        mark("T1", "1000");
        mark("dead-letter/1", "1000");
        mark("T2", "x");
        versions.readSweep(record("stream", "{}"));

        versions.clear();

        assertThat(versions.lastSeen("T1")).isZero();
        assertThat(versions.isFirstSweepDone()).isFalse();
        assertThat(tracked()).isZero();
    }

    private int tracked() {
        versions.checkAllReadable();
        return versions.tracked();
    }

    private void mark(String key, String value) {
        versions.readMark(record(key, value));
    }

    private ConsumerRecord<String, byte[]> replacing(String key, String value) {
        ConsumerRecord<String, byte[]> mark = record(key, value);
        mark.headers().add("replaces", "true".getBytes(StandardCharsets.UTF_8));
        return mark;
    }

    private ConsumerRecord<String, byte[]> record(String key, String value) {
        return new ConsumerRecord<>(
                "state", 0, offset++, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
