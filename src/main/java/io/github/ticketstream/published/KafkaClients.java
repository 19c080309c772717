package io.github.ticketstream.published;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Every Kafka client of the process comes from here, and all take address and security from the same
 * {@code camel.component.kafka.*} settings.
 */
public class KafkaClients extends DefaultKafkaClientFactory {
    /** Longer than a leader election, shorter than a health check's patience. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(10);

    private static final Set<?> CLIENTS_OWN = Stream.of(ConsumerConfig.configNames(), ProducerConfig.configNames())
            .flatMap(Set::stream)
            .collect(Collectors.toSet());

    private final Supplier<KafkaConfiguration> configuration;
    private final RenewingProducer producer = new RenewingProducer(settings -> made(() -> newProducer(settings)));

    /** Whether a broker is known to answer without TLS. */
    private volatile boolean answersPlainly;

    public KafkaClients(Supplier<KafkaConfiguration> configuration) {
        this.configuration = configuration;
    }

    /** Returns the producer for Camel's step. */
    @Override
    public final Producer<Object, Object> getProducer(Properties settings) {
        producer.configure(settings);
        return producer;
    }

    public final RenewingProducer producer() {
        return producer;
    }

    /** Makes a producer with these settings, which has not spoken to Kafka yet. */
    protected Producer<Object, Object> newProducer(Properties settings) {
        return new KafkaProducer<>(settings);
    }

    /** Makes a producer as an endpoint would, and drops it: fails with a {@link KafkaFailure} if its settings are not usable. */
    public void tryProducer(KafkaConfiguration endpoint) {
        Properties settings = endpoint.createProducerProperties();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers());
        made(() -> newProducer(settings)).close(Duration.ZERO);
    }

    /** Speaks to Kafka when it is first asked something. */
    public Admin newAdmin() {
        Properties settings = settings("-admin", AdminClientConfig.configNames());
        return made(() -> Admin.create(settings));
    }

    /** Makes a consumer without a group that reads committed records, and fails rather than skip deleted ones. */
    public Consumer<String, byte[]> newCommittedReader() {
        Properties settings = consumerSettings("-state");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
        return made(() -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * Makes a member of a consumer group in which the partition stays where it is when others come and go. It reads
     * nothing.
     *
     * @param session without a heartbeat for so long, the group gives the member up
     */
    Consumer<?, ?> newGroupMember(String group, Duration session) {
        Properties settings = consumerSettings("-election");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // The newer protocol takes the session from the broker, 45 seconds at least.
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // The default one hands the partition to every newcomer.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(session));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(session.dividedBy(10)));
        // How long a rebalance waits for a silent member: shorter than a leader's lease, half the session;
        // longer than a machine is likely to hold up the election's thread.
        Duration silence = session.multipliedBy(9).dividedBy(20);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(silence));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(session.dividedBy(4)));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return made(() -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    private Properties consumerSettings(String role) {
        Properties settings = settings(role, ConsumerConfig.configNames());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return settings;
    }

    private Properties settings(String role, Set<String> known) {
        KafkaConfiguration component = configuration.get();
        Properties settings = component.createConsumerProperties();
        // An operator's property that no client knows can belong to a login from an extra jar.
        Set<String> own = component.getAdditionalProperties().keySet();
        settings.keySet()
                .removeIf(name -> !known.contains(name) && (CLIENTS_OWN.contains(name) || !own.contains(name)));
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers());
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(API_TIMEOUT));
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(API_TIMEOUT.dividedBy(2)));
        String clientId = component.getClientId() == null ? "tuya-ticket-stream" : component.getClientId();
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + role);
        return settings;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /** Makes a client. If that fails, the settings are wrong, because no client speaks to Kafka so early. */
    private <T> T made(Supplier<T> client) {
        if (!answersPlainly && isPlain()) {
            answersPlainly = PlainBrokers.answer(brokers());
        }
        try {
            return client.get();
        } catch (KafkaException e) {
            throw KafkaFailure.ofSettings(e, brokers());
        }
    }

    private boolean isPlain() {
        Object protocol =
                configuration.get().createConsumerProperties().get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        return protocol == null || protocol.toString().endsWith("PLAINTEXT");
    }

    /** The largest request that the producer sends, in bytes; a record is smaller. */
    int maxRequestSize() {
        Object size = configuration.get().createProducerProperties().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return size == null
                ? 1 << 20
                : (Integer) ConfigDef.parseType(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, size, ConfigDef.Type.INT);
    }

    public String brokers() {
        return getBrokers(configuration.get());
    }
}
