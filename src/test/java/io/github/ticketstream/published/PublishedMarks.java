package io.github.ticketstream.published;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Marks as if they had been read from the state topic, for tests of what is decided by them. */
public final class PublishedMarks {
    private PublishedMarks() {}

    public static Consumer<ConsumerRecord<String, byte[]>> into(PublishedVersions versions) {
        return versions::readMark;
    }

    public static void put(PublishedVersions versions, String ticketNo, long updateTime) {
        versions.readMark(new ConsumerRecord<>(
                "state", 0, 0, ticketNo, Mark.of(updateTime).toBytes()));
    }

    /** The same with all that a mark can say; {@link Mark#NONE} takes it away. */
    public static void put(PublishedVersions versions, String ticketNo, Mark mark) {
        byte[] value = mark.equals(Mark.NONE) ? null : mark.toBytes();
        versions.readMark(new ConsumerRecord<>("state", 0, 0, ticketNo, value));
        versions.endOfMarks();
    }

    public static void filters(PublishedVersions versions, String fingerprint) {
        versions.readMark(new ConsumerRecord<>("state", 0, 0, StateKeys.FILTERS, StreamNotes.value(1, fingerprint)));
    }
}
