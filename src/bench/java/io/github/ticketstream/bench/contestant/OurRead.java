package io.github.ticketstream.bench.contestant;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TopicReader;
import java.util.Set;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a state topic as the program does at its start: {@code java -cp … io.github.ticketstream.bench.contestant.OurRead
 * <brokers> <topic>}. Prints the seconds that it took.
 */
public final class OurRead {
    private OurRead() {}

    public static void main(String[] args) {
        KafkaConfiguration settings = new KafkaConfiguration();
        settings.setBrokers(args[0]);
        KafkaClients kafka = new KafkaClients(() -> settings);
        PublishedVersions versions = new PublishedVersions();
        long start = System.nanoTime();
        TopicReader log =
                new TopicReader(kafka.newAdmin(), kafka.newCommittedReader(), Set.of(new TopicPartition(args[1], 0)));
        log.readToEnd(PublishedMarks.into(versions));
        System.out.println((System.nanoTime() - start) / 1e9);
        // The admin client's thread would keep the process.
        System.exit(0);
    }
}
