package io.github.ticketstream;

import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.StreamInJvm;
import java.util.List;
import java.util.stream.Stream;
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

    /** With all it needs: the topics, and exactly the rights that the settings page lists. */
    StreamInJvm streamWithTopics() {
        topics().forEach(topic -> create(topic, COMPACT));
        grantWhatThePageLists();
        return stream().with(secured.byPassword(SecuredKafka.PASSWORD));
    }

    void grantWhatThePageLists() {
        for (String topic : topics()) {
            grant(topic, AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        }
        grant(name + ".state", AclOperation.READ);
        grant(name + ".sweeps", AclOperation.READ);
        secured.grant(ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE, AclOperation.DESCRIBE);
        secured.grant(ResourceType.GROUP, name, AclOperation.READ);
    }

    void grant(String topic, AclOperation... operations) {
        secured.grant(ResourceType.TOPIC, topic, operations);
    }

    List<String> topics() {
        return Stream.of(".tickets", ".dead-letter", ".sweeps", ".state")
                .map(name::concat)
                .toList();
    }
}
