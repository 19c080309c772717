package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.StreamInJvm;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each right that the settings page lists is needed: without it health says which one is missing, and it heals once granted. */
@Tag("proof")
class LeastPrivilegeIT extends SecuredKafkaIT {
    @ParameterizedTest
    @CsvSource({
        "tickets, WRITE",
        "dead-letter, WRITE",
        "sweeps, WRITE",
        "sweeps, READ",
        "state, WRITE",
        "state, READ",
        "state, DESCRIBE_CONFIGS"
    })
    void saysWhichRightOnATopicIsMissing(String which, AclOperation right) throws Exception {
        String topic = name + "." + which;
        try (StreamInJvm stream = streamWithTopics()) {
            secured.revoke(ResourceType.TOPIC, topic, right);

            assertIsDownUntilGranted(stream, ResourceType.TOPIC, topic, right, "topic " + topic);
        }
    }

    @Test
    void saysThatTheTransactionalIdMayNotBeUsed() throws Exception {
        try (StreamInJvm stream = streamWithTopics()) {
            secured.revoke(ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE);

            assertIsDownUntilGranted(
                    stream, ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE, "tickets.transactional-id");
        }
    }

    @Test
    void saysThatAStandbyMayNotJoinItsGroup() throws Exception {
        try (StreamInJvm stream = streamWithTopics().with("tickets.standby", "true")) {
            secured.revoke(ResourceType.GROUP, name, AclOperation.READ);

            assertIsDownUntilGranted(stream, ResourceType.GROUP, name, AclOperation.READ, "group " + name);
        }
    }

    @Test
    void saysThatAMissingTopicMayNotBeCreated() {
        try (StreamInJvm stream = stream()) {
            grantWhatThePageLists(stream);
            topics(stream).forEach(topic -> grant(topic, AclOperation.CREATE));
            secured.revoke(ResourceType.TOPIC, stream.sweepTopic(), AclOperation.CREATE);

            assertIsDownUntilGranted(
                    stream,
                    ResourceType.TOPIC,
                    stream.sweepTopic(),
                    AclOperation.CREATE,
                    "topic " + stream.sweepTopic() + " is missing");
        }
    }

    @Test
    void saysWhichTopicMayNotBeSeenAtAll() throws Exception {
        try (StreamInJvm stream = streamWithTopics()) {
            secured.revoke(
                    ResourceType.TOPIC,
                    stream.ticketTopic(),
                    AclOperation.WRITE,
                    AclOperation.DESCRIBE,
                    AclOperation.DESCRIBE_CONFIGS);

            assertIsDownUntilGranted(
                    stream,
                    ResourceType.TOPIC,
                    stream.ticketTopic(),
                    AclOperation.WRITE,
                    "topic " + stream.ticketTopic() + " may not be described");
        }
    }

    private StreamInJvm streamWithTopics() throws Exception {
        StreamInJvm stream = stream();
        Map<String, String> compact = Map.of("cleanup.policy", "compact");
        List<NewTopic> topics = topics(stream).stream()
                .map(topic -> new NewTopic(topic, 1, (short) 1).configs(compact))
                .toList();
        try (Admin admin = kafka().admin()) {
            admin.createTopics(topics).all().get();
        }
        grantWhatThePageLists(stream);
        return stream;
    }

    private void assertIsDownUntilGranted(
            StreamInJvm stream, ResourceType type, String resource, AclOperation right, String told) {
        tuya.tickets().addGenerated(3, 1);
        tuya.tickets().addGarbage("17");
        stream.with(secured.byPassword(SecuredKafka.PASSWORD)).start();

        await().untilAsserted(
                        () -> assertThat(stream.health("/ready").toString()).contains(told, right.name(), "grant"));
        secured.grant(type, resource, right);
        awaitReady(stream);
    }
}
