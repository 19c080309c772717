package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedVersionsTest {
    private final PublishedVersions versions = new PublishedVersions();
    private final KnownTickets tickets = versions.tickets();
    private long offset;

    @Test
    void theLastMarkOfATicketCounts() {
        mark("T1", "1000");
        mark("T1", "2000");
        mark("T2", "5:a note of a later version");
        mark("T4", "1000");
        mark("T4", null);
        mark("T9", null);
        mark("dead-letter/abc", "1000");
        mark("dead-letter/9", null);
        mark(null, "x");
        mark(null, null);
        mark(null, "1000");

        assertThat(tickets.mark("T1").updateTime()).isEqualTo(2000);
        assertThat(tickets.mark("T2").updateTime()).isEqualTo(5);
        assertThat(tickets.mark("T2").isPublished()).isTrue();
        assertThat(tickets.mark("T3")).isEqualTo(Mark.NONE);
        assertThat(tickets.mark("T4")).isEqualTo(Mark.NONE);
        assertThat(tracked())
                .as("T1, T2, and a ticket that is almost called like a dead letter")
                .isEqualTo(3);
    }

    /** A long read, of a slow broker, is no standstill: each record shows that it goes on. */
    @Test
    void eachRecordThatIsReadShowsThatTheReadGoesOn() {
        for (int i = 0; i < 3; i++) {
            long before = versions.recordsRead();
            PublishedMarks.put(versions, "T1", 1000);
            assertThat(versions.recordsRead()).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "x"})
    void deadLettersAreRememberedWhateverTheirMarkSaysButAreNoTickets(String value) {
        String key = StateKeys.deadLetter("e86712acab0d0093ff9a1acad2a3789d355e77abf64e59b8304c7925a802b0cf");
        mark(key, value);
        assertThat(tracked()).isZero();
        assertThat(versions.notice()).isEmpty();
        assertThat(versions.wasDeadLettered(key)).isTrue();

        mark(key, null);
        assertThat(versions.wasDeadLettered(key)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        ":",
        "yesterday",
        "0",
        "0:missing.5.5",
        "-5",
        "1.5",
        ":skipped",
        "253402300800000",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999"
    })
    void aMarkThatIsNoUpdateTimeHoldsBackItsOwnTicketAndNoOther(String value) {
        mark("T0", "1");
        mark("T1", value);
        versions.endOfMarks();

        assertThat(tickets.get("T1").isHeldBack()).isTrue();
        assertThat(tickets.get("T0").isHeldBack()).isFalse();
        assertThat(versions.notice())
                .contains("can't be read: 1, ", "offset 1", "key T1", "holds back its own ticket")
                .contains("write the ticket's update_time, in decimal, under that key, or a tombstone");
        assertThat(versions.tracked()).isEqualTo(2);
    }

    @Test
    void ofSeveralUnreadableMarksTheFirstByItsKeyIsNamedWithoutWhatMovesATerminal() {
        mark("T2", "x");
        mark("T\u001b[31m1", "x");
        versions.endOfMarks();

        assertThat(versions.notice()).contains("can't be read: 2, ", "the first at offset 1 for key T?[31m1");
    }

    @Test
    void aLaterGoodMarkOrATombstoneHealsABadOne() {
        mark("T1", "yesterday");
        mark("T2", "yesterday");
        versions.endOfMarks();
        mark("T1", "7");
        mark("T2", null);
        versions.endOfMarks();

        assertThat(tickets.mark("T1").updateTime()).isEqualTo(7);
        assertThat(tickets.mark("T2").updateTime()).isZero();
        assertThat(tickets.get("T1").isHeldBack() || tickets.get("T2").isHeldBack())
                .isFalse();
        assertThat(versions.notice()).isEmpty();
        assertThat(versions.tracked()).isEqualTo(1);
    }

    @Test
    void aTicketThatIsHeldBackIsNeitherNewNorMissing() {
        mark("T1", "1000");
        mark("T1", "x");
        mark("T2", "x");
        mark("T3", "1000");

        assertThat(tickets.unseenSince(tickets.nextWalk())).containsExactly("T3");
        assertThat(tickets.get("T1").isHeldBack()).isTrue();
        assertThat(tickets.mark("T2").updateTime()).isGreaterThan(2000);
        assertThat(tracked()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', '', false",
        "{}, '', '', '', true",
        // Its record is lost; or an operator has taken it away.
        "'', done, '', '', true",
        "tombstone, done, '', '', false",
        // A first run that was cut short.
        "'', begun, stream, 1000, false",
        "'', '', stream, 1000, false"
    })
    void theFirstSweepIsDoneOnceItsRecordOrANoteSaysSo(
            String sweep, String note, String owner, String mark, boolean done) {
        markUnlessEmpty("stream/first-sweep", note.isEmpty() ? "" : "1000:" + note);
        markUnlessEmpty("stream/owner", owner.isEmpty() ? "" : "1:" + owner);
        markUnlessEmpty("T1", mark);
        if (!sweep.isEmpty()) {
            versions.readSweep(record("stream", "{}"));
        }
        if (sweep.equals("tombstone")) {
            versions.readSweep(record("stream", null));
        }
        versions.endOfMarks();

        assertThat(versions.isFirstSweepDone()).isEqualTo(done);
    }

    private void markUnlessEmpty(String key, String value) {
        if (!value.isEmpty()) {
            mark(key, value);
        }
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
        assertThat(tickets.mark("T1")).isEqualTo(Mark.NONE);
        assertThat(tracked()).isEqualTo(1);

        mark("T1", "1000");
        versions.readMark(replacing("T1", "3000"));
        assertThat(tickets.mark("T1").updateTime()).isEqualTo(3000);
        assertThat(tracked()).isEqualTo(2);
    }

    /** Compaction has taken away what stood before it. */
    @Test
    void aMarkThatReplacesOneIsReadAlsoWhereItIsTheFirst() {
        versions.readMark(replacing("T1", "1000"));
        mark("T2", null);
        versions.clear();
        versions.readMark(replacing("T2", "2000"));

        assertThat(tickets.mark("T2").updateTime()).isEqualTo(2000);
    }

    @Test
    void theOwnerIsReadAndIsNoTicket() {
        mark("stream/owner", "1:stream-1");
        mark("stream/something-new", "x");

        assertThat(versions.notes().text(StateKeys.OWNER)).isEqualTo("stream-1");
        assertThat(tracked()).isZero();
        mark("stream/owner", null);
        assertThat(versions.notes().text(StateKeys.OWNER)).isEmpty();
    }

    /** Older programs do not note for how many no reply has named the month. */
    @Test
    void theCallsOfAMonthAreReadAsTheyWereNoted() {
        List<StreamNotes.Calls> read = new ArrayList<>();
        versions.notes().onCalls(read::add);
        mark("stream/calls", "5:" + StreamNotes.calls(12, "process-1", 3));
        tracked();
        mark("stream/calls", "6:" + StreamNotes.calls(13, "process-1", 0));
        tracked();
        mark("stream/calls", "7:14:process-2");
        tracked();

        assertThat(read)
                .containsExactly(
                        new StreamNotes.Calls(5, 12, 3, false, 0),
                        new StreamNotes.Calls(6, 13, 0, false, 0),
                        new StreamNotes.Calls(7, 14, 0, false, 0));
        assertThat(versions.notes().lastTransaction()).isEqualTo("process-2");
    }

    private int tracked() {
        versions.endOfMarks();
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
