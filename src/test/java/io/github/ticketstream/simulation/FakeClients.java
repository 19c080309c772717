package io.github.ticketstream.simulation;

import io.github.ticketstream.published.KafkaClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The clients of one process. */
final class FakeClients extends KafkaClients {
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
    public Admin newAdmin() {
        return FakeAdmin.of(world);
    }

    @Override
    public Consumer<String, byte[]> newCommittedReader() {
        return new FakeReader(world, memory);
    }
}
