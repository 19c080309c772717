package io.github.ticketstream.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.Uuid;

/** Three brokers as processes, each behind a proxy of its own. */
final class KafkaProcesses implements AutoCloseable {
    private static final int BROKERS = 3;
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final int CALL_SECONDS = 5;

    private final List<Broker> brokers;
    private final Admin admin;

    private KafkaProcesses(List<Broker> brokers) {
        this.brokers = brokers;
        Properties settings = directClient();
        settings.put("request.timeout.ms", "2000");
        settings.put("default.api.timeout.ms", "4000");
        settings.put("reconnect.backoff.max.ms", "200");
        this.admin = Admin.create(settings);
    }

    static KafkaProcesses start(Path directory) {
        List<Broker> brokers = IntStream.rangeClosed(1, BROKERS)
                .mapToObj(id -> new Broker(id, directory.resolve("broker-" + id)))
                .toList();
        String voters = brokers.stream().map(Broker::voter).collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        brokers.forEach(broker -> broker.format(clusterId, voters));
        KafkaProcesses kafka = new KafkaProcesses(brokers);
        try {
            brokers.forEach(Broker::start);
            kafka.awaitWhole();
            return kafka;
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    List<Broker> brokers() {
        return brokers;
    }

    String bootstrapServers() {
        return join(Broker::address);
    }

    private String join(Function<Broker, String> part) {
        return brokers.stream().map(part).collect(Collectors.joining(","));
    }

    Properties client() {
        return client(bootstrapServers());
    }

    /** Returns client settings past the proxies, for the kit's own requests. */
    Properties directClient() {
        return client(join(Broker::directAddress));
    }

    private static Properties client(String servers) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", servers);
        return settings;
    }

    Admin admin() {
        return admin;
    }

    void awaitWhole() {
        Wait.must("all brokers with all replicas", START_PATIENCE, this::isWhole);
    }

    private boolean isWhole() throws Exception {
        var nodes = admin.describeCluster().nodes().get(CALL_SECONDS, TimeUnit.SECONDS);
        var topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
        return nodes.size() == BROKERS
                && admin.describeTopics(topics).allTopicNames().get(CALL_SECONDS, TimeUnit.SECONDS).values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(partition -> partition.isr().size() == BROKERS);
    }

    /** The broker that coordinates the transactions of this id; waits until there is one. */
    Broker coordinator(String transactionalId) {
        AtomicInteger id = new AtomicInteger();
        Wait.must("a transaction coordinator", START_PATIENCE, () -> {
            id.set(describe(transactionalId).coordinatorId());
            return true;
        });
        return brokers.stream().filter(broker -> broker.id() == id.get()).findFirst().orElseThrow();
    }

    /** Returns whether there are records of this id that are not yet committed. */
    boolean hasOpenTransaction(String transactionalId) throws Exception {
        return describe(transactionalId).state() == TransactionState.ONGOING;
    }

    private TransactionDescription describe(String transactionalId) throws Exception {
        return admin.describeTransactions(List.of(transactionalId))
                .description(transactionalId)
                .get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        brokers.forEach(Broker::close);
    }
}
