package io.github.ticketstream;

import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.StreamInJvm;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;

/** The program against a Kafka that lets nobody in without credentials, and then to nothing without a right. */
@Tag("proof")
abstract class SecuredKafkaIT extends StreamIT {
    final SecuredKafka secured = SecuredKafka.shared();

    @Override
    KafkaInJvm kafka() {
        return secured.kafka();
    }

    /** Exactly what the settings page lists. */
    void grantWhatThePageLists(StreamInJvm stream) {
        for (String topic : topics(stream)) {
            grant(topic, AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        }
        grant(stream.stateTopic(), AclOperation.READ);
        grant(stream.sweepTopic(), AclOperation.READ);
        secured.grant(ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE, AclOperation.DESCRIBE);
        secured.grant(ResourceType.GROUP, name, AclOperation.READ);
    }

    void grant(String topic, AclOperation... operations) {
        secured.grant(ResourceType.TOPIC, topic, operations);
    }

    static List<String> topics(StreamInJvm stream) {
        return List.of(stream.ticketTopic(), stream.deadLetterTopic(), stream.sweepTopic(), stream.stateTopic());
    }
}
