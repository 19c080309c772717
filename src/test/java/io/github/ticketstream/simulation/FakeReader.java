package io.github.ticketstream.simulation;

import io.github.ticketstream.published.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A {@code read_committed} consumer without group. */
final class FakeReader extends MockConsumer<String, byte[]> {
    private static final int A_FEW = 3;
    private static final int PATIENCE = 10;

    private final World world;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final List<ProducerRecord<Object, Object>> memory;
    private int idle;

    FakeReader(World world, List<ProducerRecord<Object, Object>> memory) {
        super("none");
        this.world = world;
        this.memory = memory;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.put(partition, 0L));
    }

    @Override
    public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
        assign(partitions);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
        return positions.get(partition);
    }

    @Override
    public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
        world.step("poll");
        boolean fails = world.fails(4);
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
        boolean moved = false;
        for (TopicPartition partition : List.copyOf(positions.keySet())) {
            String topic = partition.topic();
            long from = positions.get(partition);
            long to = Math.min(from + A_FEW, world.kafka().lastStable(topic));
            List<ConsumerRecord<String, byte[]>> some = new ArrayList<>();
            world.kafka().committed(topic, from, to).forEach((offset, entry) -> some.add(record(topic, offset, entry)));
            positions.put(partition, Math.max(from, to));
            moved |= to > from;
            if (!some.isEmpty()) {
                records.put(partition, some);
            }
        }
        if (world.variant() == Variant.MARK_KEPT_IN_MEMORY) {
            remember(records, sent -> true);
        } else if (world.variant() == Variant.HASH_KEPT_BEFORE_COMMIT) {
            remember(records, this::isSilentChange);
        }
        idle = moved ? 0 : idle + 1;
        if (idle > PATIENCE) {
            throw new KafkaException("no progress");
        }
        return fails ? new HalfRead(records) : new ConsumerRecords<>(records, Map.of());
    }

    /** The reader has moved on, and the second half is never read. */
    private static final class HalfRead extends ConsumerRecords<String, byte[]> {
        HalfRead(Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records) {
            super(records, Map.of());
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public Iterator<ConsumerRecord<String, byte[]>> iterator() {
            List<ConsumerRecord<String, byte[]>> half = new ArrayList<>();
            super.iterator().forEachRemaining(half::add);
            half.subList(half.size() / 2, half.size()).clear();
            return Stream.concat(half.stream(), Stream.generate(HalfRead::fail)).iterator();
        }

        private static ConsumerRecord<String, byte[]> fail() {
            throw new KafkaException("a fetch failed");
        }
    }

    private static ConsumerRecord<String, byte[]> record(String topic, long offset, FakeKafka.Entry entry) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(topic, 0, offset, entry.key(), entry.value());
        entry.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** Whether it is the mark of a ticket whose last mark has the same update time, and another content. */
    private boolean isSilentChange(ProducerRecord<Object, Object> sent) {
        Mark mark = Mark.read((byte[]) sent.value());
        return world.kafka().committed(sent.topic()).stream()
                .filter(entry -> entry.key().equals(sent.key()))
                .map(entry -> Mark.read(entry.value()))
                .reduce((one, other) -> other)
                .filter(last -> last.updateTime() == mark.updateTime()
                        && !last.content().equals(mark.content()))
                .isPresent();
    }

    private void remember(
            Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records,
            Predicate<ProducerRecord<Object, Object>> remembered) {
        for (TopicPartition partition : positions.keySet()) {
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>(records.getOrDefault(partition, List.of()));
            memory.stream()
                    .filter(sent -> sent.topic().equals(partition.topic()))
                    .filter(remembered)
                    .forEach(sent -> all.add(
                            new ConsumerRecord<>(sent.topic(), 0, 0, (String) sent.key(), (byte[]) sent.value())));
            records.put(partition, all);
        }
    }

    @Override
    public synchronized void close(CloseOptions option) {
        positions.clear();
    }
}
