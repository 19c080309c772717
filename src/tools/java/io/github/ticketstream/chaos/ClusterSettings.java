package io.github.ticketstream.chaos;

import java.util.Map;

/** What all brokers have in common: three replicas of everything, two of which must agree. */
final class ClusterSettings {
    static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("inter.broker.listener.name", "BROKERS"),
            Map.entry("controller.listener.names", "CONTROLLERS"),
            Map.entry("listener.security.protocol.map", "CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLERS:PLAINTEXT"),
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "6000"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.retention.ms", "-1"),
            // A broker that was killed is noticed after this time; one that is only slow, on a busy machine, must not
            // be.
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("broker.session.timeout.ms", "4000"),
            // Three JVMs and the rest share few cores.
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("log.cleaner.dedupe.buffer.size", "16777216"));

    private ClusterSettings() {}
}
