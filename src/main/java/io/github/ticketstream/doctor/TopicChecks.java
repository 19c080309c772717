package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.TicketSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A topic: its layout, how safe its records are, and our rights on it. One that is missing is judged as it would be created. */
final class TopicChecks {
    private final Admin admin;
    private final TopicLayout layout;
    private final TicketSettings settings;
    private final SafetyCheck safety;

    TopicChecks(Admin admin, TopicLayout layout, TicketSettings settings, SafetyCheck safety) {
        this.admin = admin;
        this.layout = layout;
        this.settings = settings;
        this.safety = safety;
    }

    static List<CheckResult> skipped(String role, String failed) {
        return List.of(skip(role, failed), skip(safety(role), failed), skip(rights(role), failed));
    }

    private static String safety(String role) {
        return role + " safety";
    }

    private static String rights(String role) {
        return role + " rights";
    }

    /**
     * Three results.
     *
     * @param role what the topic is for
     * @param present takes the topic's name if the topic is there
     */
    List<CheckResult> run(String role, String topic, Set<String> present) {
        try {
            return look(role, topic, present);
        } catch (AuthorizationException e) {
            return failed(
                    role,
                    "topic " + topic + " may not be described by us",
                    "grant our principal " + layout.rightsText(topic) + " on it");
        } catch (KafkaException e) {
            KafkaFailure failure = KafkaFailure.of(e);
            return failed(role, failure.getMessage(), failure.remedy());
        }
    }

    private List<CheckResult> look(String role, String topic, Set<String> present) {
        try {
            TopicDescription description = TopicReader.get(
                    admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(topic));
            present.add(topic);
            CheckResult rights = rights(role, topic, description.authorizedOperations());
            Map<String, String> config = config(topic);
            if (config.isEmpty()) {
                return List.of(
                        fail(
                                role,
                                "its settings may not be read",
                                "grant our principal DESCRIBE_CONFIGS on topic " + topic),
                        skip(safety(role), role),
                        rights);
            }
            CheckResult judged = new LayoutCheck(layout, settings)
                    .judge(role, topic, description.partitions().size(), config);
            return List.of(judged, safety.judge(safety(role), description, config), rights);
        } catch (UnknownTopicOrPartitionException e) {
            return missing(role, layout.topic(topic));
        }
    }

    private static List<CheckResult> failed(String role, String found, String remedy) {
        return List.of(fail(role, found, remedy), skip(safety(role), role), skip(rights(role), role));
    }

    /** Kafka is asked whether it would create the topic, which does not. */
    private List<CheckResult> missing(String role, NewTopic topic) {
        String name = topic.name();
        if (!settings.topics().create()) {
            return failed(role, name + " is missing, and tickets.topics.create is false", layout.createCommand(topic));
        }
        CreateTopicsResult asked = admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true));
        try {
            TopicReader.get(asked.values().get(name));
        } catch (KafkaException e) {
            KafkaFailure failure = layout.notCreated(name, e, admin);
            return failed(role, failure.getMessage(), failure.remedy());
        }
        return List.of(
                ok(role, name + " is missing; the program will create it"),
                whenCreated(role, asked, name),
                new CheckResult(
                        CheckResult.Status.SKIP,
                        rights(role),
                        "not known before the topic is there; needed are " + layout.rightsText(name),
                        ""));
    }

    private CheckResult whenCreated(String role, CreateTopicsResult asked, String name) {
        try {
            int replicas = TopicReader.get(asked.replicationFactor(name));
            return safety.judge(safety(role), name, replicas, values(TopicReader.get(asked.config(name))));
        } catch (KafkaException e) {
            return warn(
                    safety(role),
                    "the brokers' defaults may not be read by us",
                    "create it with min.insync.replicas=2, or grant our principal DESCRIBE_CONFIGS on it");
        }
    }

    private CheckResult rights(String role, String topic, Set<AclOperation> granted) {
        List<AclOperation> missing = layout.rights(topic).stream()
                .filter(right -> !granted.contains(right))
                .toList();
        return missing.isEmpty()
                ? ok(rights(role), layout.rightsText(topic))
                : fail(
                        rights(role),
                        "missing: " + listed(missing),
                        "grant our principal " + listed(missing) + " on topic " + topic);
    }

    private static String listed(List<AclOperation> rights) {
        return rights.stream().map(AclOperation::name).collect(Collectors.joining(", "));
    }

    /** Empty if it may not be read. */
    private Map<String, String> config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return values(TopicReader.get(
                    admin.describeConfigs(List.of(resource)).values().get(resource)));
        } catch (AuthorizationException e) {
            return Map.of();
        }
    }

    static Map<String, String> values(Config config) {
        Map<String, String> values = new HashMap<>();
        config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }
}
