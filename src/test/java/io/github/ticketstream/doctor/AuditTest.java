package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.doctor.AuditedTicket.Comparison;
import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.settings.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a stream that goes on while the topics are read may look like, and what it may not. */
class AuditTest {
    private final Audit audit = new Audit(TestSettings.tickets());
    private long offset;

    @Test
    void whatIsPublishedBetweenTheReadingsIsNoDifference() {
        audit.readBefore(mark("T1", "1"));
        ticket(0, "T1", 1);
        // Behind the first reading of the marks, before the tickets are read.
        ticket(0, "T1", 2);
        ticket(1, "T2", 5);
        // Behind the tickets, before the second one.
        audit.readSince(mark("T1", "2"));
        audit.readSince(mark("T2", "5"));
        audit.readSince(mark("T1", "3"));
        audit.readSince(mark("T3", "7"));

        assertThat(differences()).isEmpty();
    }

    @Test
    void aTicketBeyondTheSecondReadingOrBehindTheFirstIsADifference() {
        audit.readBefore(mark("T1", "2"));
        ticket(0, "T1", 1);
        ticket(0, "T2", 6);
        audit.readSince(mark("T2", "5"));

        assertThat(differences()).containsExactly("tickets older than mark", "tickets newer than mark");
    }

    @Test
    void whatTheOwnerDeletedIsNotMissing() {
        audit.readBefore(mark("T1", "1"));
        audit.readBefore(mark("T2", "2"));
        audit.readPublished(new ConsumerRecord<>("tickets", 0, offset++, "T1", null));

        assertThat(differences()).containsExactly("tickets older than mark");
        audit.readBegins(Map.of(new TopicPartition("tickets", 0), 1L));
        assertThat(differences()).isEmpty();
    }

    @Test
    void versionsAreJudgedWithinTheirPartitionOnly() {
        audit.readBefore(mark("T1", "3"));
        ticket(1, "T1", 3);
        // Written before partitions were added, and read later.
        ticket(0, "T1", 1);
        ticket(0, "T1", 2);

        assertThat(differences()).isEmpty();
    }

    @Test
    void aMarkThatLiesInTheFutureIsADifference() {
        audit.readBefore(mark("T1", "253402300799999"));
        ticket(0, "T1", 253402300799999L);

        assertThat(differences()).containsExactly("marks in the future");
    }

    @Test
    void aSilentChangeIsTheSameVersionAndNoRepetition() {
        audit.readBefore(mark("T1", "3:0123456789abcdef01234567"));
        ticket(0, "T1", 3);
        record("T1", "3.01234567", new byte[] {'{', '}'});
        assertThat(differences()).isEmpty();

        ticket(0, "T1", 3);
        assertThat(differences()).containsExactly("versions twice or out of order");
    }

    /** Told by a record or by a tombstone; the mark went with it. */
    @Test
    void aTicketThatHasDisappearedHasNeitherMarkNorRecordUntilItComesBack() {
        ticket(0, "T1", 3);
        record("T1", "gone.1700000000000", new byte[] {'{', '}'});
        ticket(0, "T2", 4);
        record("T2", "gone.1700000000000", null);
        assertThat(differences()).isEmpty();

        audit.readBefore(mark("T1", "3"));
        ticket(0, "T1", 3);
        assertThat(differences()).isEmpty();
    }

    /** What one complete sweep has not held is still on the topic. */
    @Test
    void aMarkThatSaysMoreIsStillAMark() {
        audit.readBefore(mark("T1", "3::missing.1700000000000.1699999999999"));
        assertThat(differences()).containsExactly("tickets older than mark");

        ticket(0, "T1", 3);
        assertThat(differences()).isEmpty();
    }

    @Test
    void aTicketOnTwoPartitionsIsAWeakness() {
        audit.readBefore(mark("T1", "2"));
        ticket(0, "T1", 1);
        ticket(3, "T1", 2);

        assertThat(differences()).isEmpty();
        assertThat(audit.compare(Comparison.UNLISTED, Instant.now()))
                .filteredOn(result -> result.status() == Status.WARN)
                .singleElement()
                .satisfies(result -> assertThat(result.found()).isEqualTo("1: T1"));
    }

    private void record(String ticketNo, String suffix, byte[] value) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("tickets", 0, offset++, ticketNo, value);
        record.headers().add("ce_id", (ticketNo + "@" + suffix).getBytes(StandardCharsets.UTF_8));
        audit.readPublished(record);
    }

    private List<String> differences() {
        return audit.compare(Comparison.UNLISTED, Instant.now()).stream()
                .filter(result -> result.status() == Status.FAIL)
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
        audit.readPublished(ticket);
    }
}
