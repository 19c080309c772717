package io.github.ticketstream.doctor;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Kafka: brokers, identities, topics and open transactions. Asks, and changes nothing. */
final class KafkaChecks {
    private static final String PRODUCER = "producer";
    private static final Set<String> BEFORE_START =
            Set.of("state topic", "state topic rights", "sweep topic", "sweep topic rights", TransactionCheck.NAME);

    private KafkaChecks() {}

    /** What stands in its way was told already. Behind an open transaction, even one of our own, it could not read. */
    private static CheckResult start(Connections connections, List<CheckResult> results) {
        return results.stream()
                .filter(result -> BEFORE_START.contains(result.check()))
                .filter(result ->
                        result.hasFailed() || (result.check().equals(TransactionCheck.NAME) && !result.isOk()))
                .findFirst()
                .map(result -> CheckResult.skip(StartCheck.NAME, result.check()))
                .orElseGet(() -> attempt(StartCheck.NAME, () -> StartCheck.run(connections)));
    }

    /** The clients' settings, before anything is asked. */
    private static CheckResult usable(Connections connections) {
        return attempt(PRODUCER, () -> {
            connections.kafka().tryProducer(connections.publishing());
            return CheckResult.ok(PRODUCER, "its settings are usable");
        });
    }

    private static List<CheckResult> withoutBrokers(String failed) {
        List<CheckResult> results = new ArrayList<>();
        results.add(CheckResult.skip(PRODUCER, failed));
        results.addAll(BrokerChecks.skipped(failed));
        results.addAll(BrokerLimits.skipped(failed));
        for (String role : List.of("ticket topic", "dead-letter topic", "sweep topic", "state topic")) {
            results.addAll(TopicChecks.skipped(role, failed));
        }
        results.add(CheckResult.skip(TransactionCheck.NAME, failed));
        results.add(CheckResult.skip(StartCheck.NAME, failed));
        return results;
    }

    static List<CheckResult> run(Connections connections) {
        TicketSettings settings = connections.ticketSettings();
        KafkaClients kafka = connections.kafka();
        Admin admin;
        try {
            admin = kafka.newAdmin();
        } catch (KafkaFailure e) {
            return unreachable(CheckResult.fail(BrokerChecks.BROKERS, e.getMessage(), e.remedy()));
        }
        try {
            BrokerChecks brokers = new BrokerChecks(admin, kafka.brokers(), settings);
            CheckResult reachable = attempt(BrokerChecks.BROKERS, brokers::reachable);
            if (reachable.hasFailed()) {
                return unreachable(reachable);
            }
            List<CheckResult> results = new ArrayList<>();
            results.add(reachable);
            results.add(usable(connections));
            results.addAll(brokers.identities());
            TopicLayout layout = new TopicLayout(kafka.brokers(), settings.topics());
            SafetyCheck safety = new SafetyCheck(layout, brokers.count());
            results.addAll(new BrokerLimits(admin, connections, safety, brokers.count()).run());
            TopicChecks topics = new TopicChecks(admin, layout, settings, safety);
            Set<String> present = new TreeSet<>();
            roles(settings).forEach((role, topic) -> results.addAll(topics.run(role, topic, present)));
            CheckResult transactions = attempt(
                    TransactionCheck.NAME, () -> new TransactionCheck(admin, settings.transactionalId()).run(present));
            results.add(transactions);
            results.add(start(connections, results));
            return results;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static List<CheckResult> unreachable(CheckResult brokers) {
        List<CheckResult> results = new ArrayList<>();
        results.add(brokers);
        results.addAll(withoutBrokers(BrokerChecks.BROKERS));
        return results;
    }

    private static Map<String, String> roles(TicketSettings settings) {
        Map<String, String> topicByRole = new LinkedHashMap<>();
        topicByRole.put("ticket topic", settings.topics().tickets());
        topicByRole.put("dead-letter topic", settings.topics().deadLetter());
        topicByRole.put("sweep topic", settings.topics().sweeps());
        topicByRole.put("state topic", settings.topics().state());
        return topicByRole;
    }

    /** A check that can fail in ways that it does not know itself. */
    static CheckResult attempt(String check, Supplier<CheckResult> body) {
        try {
            return body.get();
        } catch (KafkaException | KafkaFailure e) {
            KafkaFailure failure = KafkaFailure.of(e);
            return CheckResult.fail(check, failure.getMessage(), failure.remedy());
        }
    }
}
