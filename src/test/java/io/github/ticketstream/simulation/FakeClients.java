package io.github.ticketstream.simulation;

import io.github.ticketstream.published.KafkaClients;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** The clients of one process. */
final class FakeClients extends KafkaClients {
    private static final Config OF_TOPICS = new Config(
            List.of(new ConfigEntry("cleanup.policy", "compact"), new ConfigEntry("max.message.bytes", "1048588")));
    private static final KafkaConfiguration CONFIGURATION = new KafkaConfiguration();

    static {
        CONFIGURATION.setBrokers("simulated:9092");
    }

    private final World world;
    private final int process;
    private final List<ProducerRecord<Object, Object>> memory = new ArrayList<>();

    FakeClients(World world, int process) {
        super(() -> CONFIGURATION);
        this.world = world;
        this.process = process;
    }

    @Override
    protected Producer<Object, Object> newProducer(Properties settings) {
        String id = World.TRANSACTIONAL_ID + (world.variant() == Variant.NO_FENCING ? "-" + process : "");
        return new FakeProducer(world, id, memory);
    }

    @Override
    public Consumer<String, byte[]> newCommittedReader() {
        return new FakeReader(world, memory);
    }

    /** The few calls that the program makes while it learns. All topics are there, and as they should be. */
    @Override
    @SuppressWarnings("unchecked")
    public Admin newAdmin() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "describeTopics" -> topics((Collection<String>) arguments[0]);
                        case "describeConfigs" -> configs((Collection<ConfigResource>) arguments[0]);
                        case "listOffsets" -> offsets((Map<TopicPartition, OffsetSpec>) arguments[0]);
                        case "close" -> null;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static DescribeTopicsResult topics(Collection<String> names) {
        return new DescribeTopicsResult(null, futures(names, name -> {
            TopicPartitionInfo only = new TopicPartitionInfo(0, null, List.of(), List.of());
            return new TopicDescription(name, false, List.of(only));
        })) {};
    }

    private static DescribeConfigsResult configs(Collection<ConfigResource> resources) {
        return new DescribeConfigsResult(futures(resources, resource -> OF_TOPICS)) {};
    }

    /** Nothing is ever deleted: all topics begin at 0. */
    private ListOffsetsResult offsets(Map<TopicPartition, OffsetSpec> asked) {
        if (asked.values().stream().allMatch(OffsetSpec.EarliestSpec.class::isInstance)) {
            ListOffsetsResultInfo begin = new ListOffsetsResultInfo(0, -1, Optional.empty());
            return new ListOffsetsResult(futures(asked.keySet(), partition -> begin));
        }
        return ends(asked.keySet());
    }

    private ListOffsetsResult ends(Collection<TopicPartition> partitions) {
        world.step("ask for the end");
        return new ListOffsetsResult(futures(partitions, partition -> {
            long end = world.variant() == Variant.CONSUMERS_END_OFFSET
                    ? world.kafka().lastStable(partition.topic())
                    : world.kafka().end(partition.topic());
            return new ListOffsetsResultInfo(end, -1, Optional.empty());
        }));
    }

    private static <K, V> Map<K, KafkaFuture<V>> futures(Collection<K> keys, Function<K, V> value) {
        return keys.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), key -> KafkaFuture.completedFuture(value.apply(key))));
    }
}
