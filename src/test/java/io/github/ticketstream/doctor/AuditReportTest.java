package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What a stream that goes on while the topics are read may look like, and what it may not. */
class AuditReportTest {
    private final Marks marks = new Marks();
    private final PublishedTickets tickets = new PublishedTickets();
    private long offset;

    @Test
    void whatIsPublishedBetweenTheReadingsIsNoDifference() {
        marks.readBefore(mark("T1", "1"));
        ticket(0, "T1", 1);
        // Behind the first reading of the marks, before the tickets are read.
        ticket(0, "T1", 2);
        ticket(1, "T2", 5);
        // Behind the tickets, before the second one.
        marks.readSince(mark("T1", "2"));
        marks.readSince(mark("T2", "5"));
        marks.readSince(mark("T1", "3"));
        marks.readSince(mark("T3", "7"));

        assertThat(differences(false)).isEmpty();
    }

    @Test
    void aTicketBeyondTheSecondReadingOrBehindTheFirstIsADifference() {
        marks.readBefore(mark("T1", "2"));
        ticket(0, "T1", 1);
        ticket(0, "T2", 6);
        marks.readSince(mark("T2", "5"));

        assertThat(differences(false)).containsExactly("tickets older than mark", "tickets newer than mark");
    }

    @Test
    void whatTheOwnerDeletedIsNotMissing() {
        marks.readBefore(mark("T1", "1"));
        marks.readBefore(mark("T2", "2"));
        tickets.read(new ConsumerRecord<>("tickets", 0, offset++, "T1", null));

        assertThat(differences(false)).containsExactly("marks without a ticket");
        assertThat(differences(true)).isEmpty();
    }

    @Test
    void versionsAreJudgedWithinTheirPartitionOnly() {
        marks.readBefore(mark("T1", "3"));
        ticket(1, "T1", 3);
        // Written before partitions were added, and read later.
        ticket(0, "T1", 1);
        ticket(0, "T1", 2);

        assertThat(differences(false)).isEmpty();
    }

    @Test
    void aMarkThatLiesInTheFutureIsADifference() {
        marks.readBefore(mark("T1", "253402300799999"));
        ticket(0, "T1", 253402300799999L);

        assertThat(differences(false)).containsExactly("marks in the future");
    }

    @Test
    void theStreamsOwnKeysAreNoMarks() {
        marks.readBefore(mark("stream/owner", "1:tuya-ticket-stream"));

        assertThat(differences(false)).isEmpty();
        assertThat(marks.count()).isZero();
    }

    @Test
    void aSilentChangeIsTheSameVersionAndNoRepetition() {
        marks.readBefore(mark("T1", "3:0123456789abcdef01234567"));
        ticket(0, "T1", 3);
        record("T1", "3.01234567", new byte[] {'{', '}'});
        assertThat(differences(false)).isEmpty();

        ticket(0, "T1", 3);
        assertThat(differences(false)).containsExactly("versions twice");
    }

    /** Told by a record or by a tombstone; the mark went with it. */
    @Test
    void aTicketThatHasDisappearedHasNeitherMarkNorRecordUntilItComesBack() {
        ticket(0, "T1", 3);
        record("T1", "gone.1700000000000", new byte[] {'{', '}'});
        ticket(0, "T2", 4);
        record("T2", "gone.1700000000000", null);
        assertThat(differences(false)).isEmpty();

        marks.readBefore(mark("T1", "3"));
        ticket(0, "T1", 3);
        assertThat(differences(false)).isEmpty();
    }

    /** What one complete sweep has not held is still on the topic. */
    @Test
    void aMarkThatSaysMoreIsStillAMark() {
        marks.readBefore(mark("T1", "3::missing.1700000000000.1699999999999"));
        assertThat(differences(false)).containsExactly("marks without a ticket");

        ticket(0, "T1", 3);
        assertThat(differences(false)).isEmpty();
    }

    private void record(String ticketNo, String suffix, byte[] value) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("tickets", 0, offset++, ticketNo, value);
        record.headers().add("ce_id", (ticketNo + "@" + suffix).getBytes(StandardCharsets.UTF_8));
        tickets.read(record);
    }

    private List<String> differences(boolean cut) {
        return new AuditReport(marks, tickets, Clock.systemUTC())
                .results(cut).stream()
                        .filter(CheckResult::hasFailed)
                        .map(CheckResult::check)
                        .toList();
    }

    private ConsumerRecord<String, byte[]> mark(String ticketNo, String value) {
        return new ConsumerRecord<>("state", 0, offset++, ticketNo, value.getBytes(StandardCharsets.UTF_8));
    }

    private void ticket(int partition, String ticketNo, long updateTime) {
        ConsumerRecord<String, byte[]> ticket =
                new ConsumerRecord<>("tickets", partition, offset++, ticketNo, new byte[] {'{', '}'});
        ticket.headers().add("ce_id", (ticketNo + "@" + updateTime).getBytes(StandardCharsets.UTF_8));
        tickets.read(ticket);
    }
}
