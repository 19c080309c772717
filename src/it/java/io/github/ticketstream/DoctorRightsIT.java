package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.StreamInJvm;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rights that the settings page lists are enough for the doctor, too; and one that is missing is named. */
@Tag("proof")
class DoctorRightsIT extends SecuredKafkaIT {
    @Test
    void whatTheStreamMayIsEnoughForTheDoctorAndNotForTheAudit() {
        StreamInJvm stream = streamWithTopics().with("tickets.standby", "true");
        write(stream.ticketTopic(), "DELETED", null);

        CommandRun doctor = report(stream, "doctor");
        CommandRun audit = report(stream, "audit");
        grant(stream.ticketTopic(), AclOperation.READ);
        CommandRun allowed = report(stream, "audit");

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
    void rightsThatAreMissingAreNamedWithoutBeingUsed() {
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

        CommandRun doctor = report(stream, "doctor");

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.result("ticket topic rights")).contains("FAIL", "missing: WRITE ->");
        assertThat(doctor.result("sweep topic rights")).contains("FAIL", "missing: READ ->");
        assertThat(doctor.result("state topic rights")).contains("FAIL", "missing: DESCRIBE_CONFIGS ->");
        assertThat(doctor.result("state topic")).contains("FAIL", "grant the principal DESCRIBE_CONFIGS");
        assertThat(doctor.result("dead-letter topic")).contains("FAIL", "may not be described by us");
        assertThat(doctor.result("dead-letter topic rights")).startsWith("skip");
        assertThat(doctor.result("transactional id")).contains("FAIL", "WRITE and DESCRIBE");
        assertThat(doctor.result("standby group")).contains("FAIL", "READ");
    }

    @Test
    void aMissingTopicIsTriedForWithoutBeingCreated() {
        StreamInJvm stream = stream().with(secured.byPassword(SecuredKafka.PASSWORD));
        grantWhatThePageLists();
        grant(stream.stateTopic(), AclOperation.CREATE);

        CommandRun doctor = report(stream, "doctor");

        assertThat(doctor.result("state topic")).contains("ok", "the program will create it");
        assertThat(doctor.result("state topic safety")).contains("ok", "1 replica");
        assertThat(doctor.result("sweep topic")).contains("FAIL", "may not be created by us");
        assertThat(topicsThere()).noneMatch(topic -> topic.startsWith(name));
    }
}
