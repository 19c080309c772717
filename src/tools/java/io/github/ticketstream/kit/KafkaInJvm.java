package io.github.ticketstream.kit;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A real Kafka in this JVM, from Kafka's own test kit: one controller, and brokers that can be stopped and started. */
public final class KafkaInJvm implements AutoCloseable {
    private static KafkaInJvm shared;

    private final KafkaClusterTestKit cluster;
    private final String bootstrapServers;

    private KafkaInJvm(KafkaClusterTestKit cluster) {
        this.cluster = cluster;
        this.bootstrapServers = cluster.bootstrapServers();
    }

    /** One broker for all tests that leave it as it is; each takes topics of its own. Ends with the JVM. */
    public static synchronized KafkaInJvm shared() {
        if (shared == null) {
            shared = start(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-shared-kafka"));
        }
        return shared;
    }

    /** Starts a broker for one test alone. */
    public static KafkaInJvm start(Map<String, String> settings) {
        try {
            TestKitNodes nodes = new TestKitNodes.Builder()
                    .setCombined(true)
                    // One that Kafka chooses is deleted by a shutdown hook, under the running broker, which then halts
                    // the JVM.
                    .setBaseDirectory(Files.createTempDirectory("kafka-in-jvm-"))
                    .setNumControllerNodes(1)
                    .setNumBrokerNodes(1)
                    .build();
            KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes)
                    .setConfigProp("offsets.topic.replication.factor", "1")
                    .setConfigProp("offsets.topic.num.partitions", "1")
                    .setConfigProp("transaction.state.log.replication.factor", "1")
                    .setConfigProp("transaction.state.log.min.isr", "1")
                    .setConfigProp("transaction.state.log.num.partitions", "1")
                    .setConfigProp("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")
                    .setConfigProp("group.initial.rebalance.delay.ms", "0")
                    .setConfigProp("auto.create.topics.enable", "false")
                    .setConfigProp("broker.heartbeat.interval.ms", "200")
                    .setConfigProp("broker.session.timeout.ms", "1500");
            settings.forEach(builder::setConfigProp);
            KafkaClusterTestKit cluster = builder.build();
            cluster.format();
            cluster.startup();
            cluster.waitForReadyBrokers();
            return new KafkaInJvm(cluster);
        } catch (Exception e) {
            throw new IllegalStateException("Kafka could not be started", e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns the address of another listener of the settings. */
    String bootstrapServers(String listener) {
        return "localhost:" + broker().boundPort(ListenerName.normalised(listener));
    }

    /** Returns a producer of texts that sends each at once. */
    public KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(clientSettings(), new StringSerializer(), new StringSerializer());
    }

    /** Returns a producer of texts in transactions of this id, which it has not taken over yet. */
    public KafkaProducer<String, String> producer(String transactionalId) {
        Properties settings = clientSettings();
        settings.put("transactional.id", transactionalId);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Stops the broker; its port stays its own. */
    public void stopBroker() {
        BrokerServer broker = broker();
        broker.shutdown(Duration.ofSeconds(1));
        broker.awaitShutdown();
    }

    public void startBroker() {
        broker().startup();
        try {
            cluster.waitForReadyBrokers();
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not come back", e);
        }
    }

    private BrokerServer broker() {
        return cluster.brokers().values().iterator().next();
    }

    /** Settings of a client that speaks to this Kafka. */
    public Properties clientSettings() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }

    @Override
    public void close() {
        try {
            cluster.close();
        } catch (Exception e) {
            throw new IllegalStateException("Kafka could not be stopped", e);
        }
    }
}
