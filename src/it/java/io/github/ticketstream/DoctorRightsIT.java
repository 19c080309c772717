package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CommandRun;
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

/** The rights that the settings page lists are enough for the doctor, too; and one that is missing is named. */
@Tag("proof")
class DoctorRightsIT extends SecuredKafkaIT {
    @Test
    void whatTheStreamMayIsEnoughForTheDoctorAndNotForTheAudit() throws Exception {
        StreamInJvm stream = streamWithTopics().with("tickets.standby", "true");
        write(stream.ticketTopic(), "DELETED", null);

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");
        CommandRun audit = CommandRun.of(stream::settings, "audit", "--json");
        grant(stream.ticketTopic(), AclOperation.READ);
        CommandRun allowed = CommandRun.of(stream::settings, "audit", "--json");

        assertThat(doctor.with("FAIL")).isEmpty();
        assertThat(doctor.exitCode()).isZero();
        assertThat(doctor.result("sweep topic rights")).contains("READ, WRITE, DESCRIBE and DESCRIBE_CONFIGS");
        assertThat(audit.exitCode()).isEqualTo(3);
        assertThat(audit.results())
                .hasSize(1)
                .first()
                .asString()
                .contains("READ and DESCRIBE on " + stream.ticketTopic());
        assertThat(allowed.with("FAIL")).isEmpty();
        assertThat(doctor.out() + audit.out()).doesNotContain(SecuredKafka.PASSWORD);
    }

    @Test
    void rightsThatAreMissingAreNamedWithoutBeingUsed() throws Exception {
        StreamInJvm stream = streamWithTopics().with("tickets.standby", "true");
        secured.revoke(ResourceType.TOPIC, stream.ticketTopic(), AclOperation.WRITE);
        secured.revoke(ResourceType.TOPIC, stream.sweepTopic(), AclOperation.READ);
        secured.revoke(ResourceType.TOPIC, stream.stateTopic(), AclOperation.DESCRIBE_CONFIGS);
        secured.revoke(
                ResourceType.TOPIC,
                stream.deadLetterTopic(),
                AclOperation.WRITE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS);
        secured.revoke(ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE, AclOperation.DESCRIBE);
        secured.revoke(ResourceType.GROUP, name, AclOperation.READ);

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.result("ticket topic rights")).contains("FAIL").contains("missing: WRITE ->");
        assertThat(doctor.result("sweep topic rights")).contains("FAIL").contains("missing: READ ->");
        assertThat(doctor.result("state topic rights")).contains("FAIL").contains("missing: DESCRIBE_CONFIGS ->");
        assertThat(doctor.result("state topic")).contains("FAIL").contains("grant the principal DESCRIBE_CONFIGS");
        assertThat(doctor.result("dead-letter topic")).contains("FAIL").contains("may not be described by us");
        assertThat(doctor.result("dead-letter topic rights")).startsWith("skip");
        assertThat(doctor.result("transactional id")).contains("FAIL").contains("WRITE and DESCRIBE");
        assertThat(doctor.result("standby group")).contains("FAIL").contains("READ");
    }

    @Test
    void aMissingTopicIsTriedForWithoutBeingCreated() throws Exception {
        StreamInJvm stream = stream().with(secured.byPassword(SecuredKafka.PASSWORD));
        grantWhatThePageLists(stream);
        grant(stream.stateTopic(), AclOperation.CREATE);

        CommandRun doctor = CommandRun.of(stream::settings, "doctor", "--json");

        assertThat(doctor.result("state topic")).contains("ok").contains("the program will create it");
        assertThat(doctor.result("state topic safety")).contains("ok").contains("1 replica");
        assertThat(doctor.result("sweep topic")).contains("FAIL").contains("may not be created by us");
        try (Admin admin = kafka().admin()) {
            assertThat(admin.listTopics().names().get()).noneMatch(topic -> topic.startsWith(name));
        }
    }

    private StreamInJvm streamWithTopics() throws Exception {
        StreamInJvm stream = stream().with(secured.byPassword(SecuredKafka.PASSWORD));
        List<NewTopic> topics = topics(stream).stream()
                .map(topic -> new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")))
                .toList();
        try (Admin admin = kafka().admin()) {
            admin.createTopics(topics).all().get();
        }
        grantWhatThePageLists(stream);
        return stream;
    }
}
