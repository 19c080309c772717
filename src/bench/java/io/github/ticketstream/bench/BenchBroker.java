package io.github.ticketstream.bench;

import io.github.ticketstream.kit.KafkaProcess;
import io.github.ticketstream.kit.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/** One Kafka node with Kafka's own settings, as far as a single one allows. */
final class BenchBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";

    private final int port = Ports.free();
    private final KafkaProcess node;
    private final Admin admin;

    /** Returns when it is there. */
    BenchBroker(Path directory) {
        this.node = new KafkaProcess(directory, settings(), List.of("-Xmx1g"), line -> {});
        node.format(Uuid.randomUuid().toString());
        node.start();
        this.admin = Admin.create(Map.of("bootstrap.servers", address()));
        get(admin.describeCluster().nodes());
    }

    private Properties settings() {
        int controllerPort = Ports.free();
        Properties settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + HOST + controllerPort),
                Map.entry("listeners", "PLAINTEXT://" + address() + ",CONTROLLER://" + HOST + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("auto.create.topics.enable", "false"),
                // What is measured is gone at once: the next contestant finds the same disk.
                Map.entry("log.segment.delete.delay.ms", "100")));
        return settings;
    }

    String address() {
        return HOST + port;
    }

    /** Returns when they can be used. */
    void create(Collection<NewTopic> topics) {
        get(admin.createTopics(topics).all());
        List<String> names = topics.stream().map(NewTopic::name).toList();
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                admin.describeTopics(names).allTopicNames().get();
                return;
            } catch (ExecutionException e) {
                if (System.nanoTime() > patience) {
                    throw new IllegalStateException("topics were not created", e.getCause());
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    void delete(Collection<String> topics) {
        get(admin.deleteTopics(topics).all());
    }

    private static void get(KafkaFuture<?> answer) {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        node.close();
    }
}
