package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.settings.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

/** What needs more brokers than the tests have. */
class TopicSafetyTest {
    private final TopicLayout layout =
            new TopicLayout("kafka:9092", TestSettings.tickets().topics());

    @Test
    void twoOfThreeInSyncAreSafe() {
        assertThat(judge(3, topic(3, 3), "2").status()).isEqualTo(Status.OK);
    }

    @Test
    void oneOfThreeInSyncIsWarnedOfWithTheCommandThatMendsIt() {
        CheckResult safety = judge(3, topic(3, 3), "1");

        assertThat(safety.status()).isEqualTo(Status.WARN);
        assertThat(safety.remedy())
                .endsWith("kafka-configs.sh --bootstrap-server kafka:9092 --alter --entity-type topics"
                        + " --entity-name tuya.tickets --add-config min.insync.replicas=2");
    }

    @Test
    void aTopicWithFewerReplicasThanTheBrokersCouldHoldIsWarnedOf() {
        assertThat(judge(3, topic(1, 1), "1").status()).isEqualTo(Status.WARN);
        assertThat(judge(1, topic(1, 1), "1").status()).isEqualTo(Status.OK);
    }

    @Test
    void tooFewInSyncToTakeRecordsIsAFailure() {
        CheckResult safety = judge(3, topic(3, 1), "2");

        assertThat(safety.status()).isEqualTo(Status.FAIL);
        assertThat(safety.found()).contains("takes no records");
    }

    @Test
    void aMinimumThatTheReplicasCanNotReachIsNotHeldAgainstThem() {
        // Brokers ask for no more than there are.
        assertThat(judge(1, topic(1, 1), "2").status()).isEqualTo(Status.OK);
    }

    @Test
    void aPartitionWithoutALeaderIsAFailure() {
        TopicPartitionInfo partition = new TopicPartitionInfo(0, null, nodes(3), List.of());

        CheckResult safety = judge(3, new TopicDescription("tuya.tickets", false, List.of(partition)), "2");

        assertThat(safety.status()).isEqualTo(Status.FAIL);
        assertThat(safety.found()).contains("leader=null");
    }

    private CheckResult judge(int brokers, TopicDescription topic, String minIsr) {
        return KafkaChecks.safety(
                layout,
                brokers,
                topic,
                Map.of("min.insync.replicas", minIsr, "unclean.leader.election.enable", "false"));
    }

    private static TopicDescription topic(int replicas, int inSync) {
        TopicPartitionInfo partition = new TopicPartitionInfo(0, nodes(1).get(0), nodes(replicas), nodes(inSync));
        return new TopicDescription("tuya.tickets", false, List.of(partition));
    }

    private static List<Node> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> new Node(id, "kafka", 9092))
                .toList();
    }
}
