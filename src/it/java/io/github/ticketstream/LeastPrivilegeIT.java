package io.github.ticketstream;


import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.StreamInJvm;
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
        "TOPIC, .tickets, WRITE, topic",
        "TOPIC, .dead-letter, WRITE, topic",
        "TOPIC, .sweeps, WRITE, topic",
        "TOPIC, .sweeps, READ, topic",
        "TOPIC, .state, WRITE, topic",
        "TOPIC, .state, READ, topic",
        "TOPIC, .state, DESCRIBE_CONFIGS, topic",
        "TRANSACTIONAL_ID, '', WRITE, tickets.transactional-id",
        "GROUP, '', READ, group"
    })
    void saysWhichRightIsMissing(ResourceType type, String suffix, AclOperation right, String told) {
        StreamInJvm stream =
                streamWithTopics().with("tickets.standby", Boolean.toString(type.equals(ResourceType.GROUP)));
        String resource = name + suffix;
        secured.revoke(type, resource, right);

        String named = type.equals(ResourceType.TRANSACTIONAL_ID) ? told : told + " " + resource;
        assertIsDownUntilGranted(stream, type, resource, right, named);
    }

    @Test
    void saysThatAMissingTopicMayNotBeCreated() {
        grantWhatThePageLists();
        topics().forEach(topic -> grant(topic, AclOperation.CREATE));
        String topic = name + ".sweeps";
        secured.revoke(ResourceType.TOPIC, topic, AclOperation.CREATE);

        assertIsDownUntilGranted(
                stream().with(secured.byPassword(SecuredKafka.PASSWORD)),
                ResourceType.TOPIC,
                topic,
                AclOperation.CREATE,
                "topic " + topic + " is missing");
    }

    @Test
    void saysWhichTopicMayNotBeSeenAtAll() {
        StreamInJvm stream = streamWithTopics();
        String topic = name + ".tickets";
        secured.revoke(
                ResourceType.TOPIC, topic, AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

        assertIsDownUntilGranted(
                stream, ResourceType.TOPIC, topic, AclOperation.WRITE, "topic " + topic + " may not be described");
    }

    private void assertIsDownUntilGranted(
            StreamInJvm refused, ResourceType type, String resource, AclOperation right, String told) {
        tuya.tickets().addGenerated(3, 1);
        tuya.tickets().addGarbage("17");
        start(refused);

        awaitHealth(told, right.name(), "grant");
        secured.grant(type, resource, right);
        awaitReady();
    }
}
