package io.github.ticketstream.published;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Marks as if they had been read from the state topic, for tests of what is decided by them. */
public final class PublishedMarks {
    private PublishedMarks() {}

    public static void put(PublishedVersions versions, String ticketNo, long updateTime) {
        versions.readMark(new ConsumerRecord<>("state", 0, 0, ticketNo, PublishedVersions.mark(updateTime)));
    }
}
