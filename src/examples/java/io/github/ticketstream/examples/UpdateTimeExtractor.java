package io.github.ticketstream.examples;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** Gives windows the time when tickets changed ({@code ce_time}), and not the time of publishing. */
public final class UpdateTimeExtractor implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> ticket, long partitionTime) {
        Header time = ticket.headers().lastHeader("ce_time");
        return time == null
                ? ticket.timestamp()
                : Instant.parse(new String(time.value(), StandardCharsets.UTF_8))
                        .toEpochMilli();
    }
}
