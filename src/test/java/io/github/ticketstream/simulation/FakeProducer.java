package io.github.ticketstream.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** A transactional producer, whose requests can get lost, or their answers. */
final class FakeProducer extends MockProducer<Object, Object> {
    private final World world;
    private final String transactionalId;
    private final List<ProducerRecord<Object, Object>> sent = new ArrayList<>();
    private final List<ProducerRecord<Object, Object>> memory;
    private int epoch = -1;

    /** @param memory where the process remembers what it sent, in the variant that does so */
    FakeProducer(World world, String transactionalId, List<ProducerRecord<Object, Object>> memory) {
        this.world = world;
        this.transactionalId = transactionalId;
        this.memory = memory;
    }

    @Override
    public void initTransactions() {
        if (world.variant() != Variant.STATE_READ_BEFORE_FENCING) {
            init();
        }
    }

    private void init() {
        world.step("init");
        if (world.fails(10)) {
            throw new TimeoutException("init got lost");
        }
        epoch = world.kafka().init(transactionalId);
    }

    @Override
    public void beginTransaction() {
        if (epoch < 0) {
            init();
        }
        sent.clear();
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<Object, Object> record) {
        world.step("send " + record.topic() + " " + record.key());
        CompletableFuture<RecordMetadata> answer = new CompletableFuture<>();
        try {
            if (world.fails(6)) {
                throw new TimeoutException("a record got lost");
            }
            append(record);
            sent.add(record);
            memory.add(record);
            answer.complete(null);
        } catch (KafkaException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private void append(ProducerRecord<Object, Object> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        FakeKafka.Entry entry = new FakeKafka.Entry((String) record.key(), (byte[]) record.value(), headers, 0, null);
        world.kafka().append(transactionalId, epoch, record.topic(), entry);
    }

    @Override
    public void commitTransaction() {
        world.step("commit");
        try {
            commit();
        } catch (TimeoutException e) {
            if (world.variant() != Variant.RETRY_AFTER_UNKNOWN_COMMIT) {
                throw e;
            }
            epoch = world.kafka().init(transactionalId);
            sent.forEach(this::append);
            world.kafka().commit(transactionalId, epoch);
        }
        world.step("committed");
    }

    private void commit() {
        int epochThen = epoch;
        switch (world.isCalm() ? 0 : world.below(24)) {
            case 21 -> {
                world.say("commit got lost");
                throw new TimeoutException("the commit got lost");
            }
            case 22 -> {
                world.kafka().commit(transactionalId, epoch);
                world.say("answer to the commit got lost");
                throw new TimeoutException("the answer to the commit got lost");
            }
            case 23 -> {
                world.kafka().later(() -> world.kafka().commit(transactionalId, epochThen));
                world.say("commit is late");
                throw new TimeoutException("the commit is late");
            }
            default -> world.kafka().commit(transactionalId, epoch);
        }
    }

    @Override
    public void abortTransaction() {
        world.step("abort");
        world.kafka().abort(transactionalId, epoch);
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close(Duration timeout) {
        // Kafka is not told: a transaction that is open stays so.
    }
}
