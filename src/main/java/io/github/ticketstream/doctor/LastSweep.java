package io.github.ticketstream.doctor;

import io.github.ticketstream.published.SweepRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The record of the last complete sweep of a stream: what was in the list when that began is published. */
final class LastSweep {
    private final String transactionalId;
    private boolean complete;
    private long began;

    LastSweep(String transactionalId) {
        this.transactionalId = transactionalId;
    }

    /** To be read before the marks' second reading: the sweep's marks are then all among them. */
    void read(ConsumerRecord<String, byte[]> sweep) {
        if (transactionalId.equals(sweep.key())) {
            complete = sweep.value() != null;
            began = SweepRecord.began(sweep);
        }
    }

    /** By Tuya's clock, epoch milliseconds; 0 if there is none, or it does not say. */
    long began() {
        return began;
    }

    /** Whether there is one that does not say when it began: an older program's. */
    boolean isUndated() {
        return complete && began == 0;
    }
}
