package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.published.KafkaClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory that ends between two records of one read: the reader has moved on, and the marks behind are not read yet. */
@Tag("proof")
final class HalfReadIT extends StreamIT {
    private final AtomicInteger pollsToBreak = new AtomicInteger();

    @Test
    void marksThatWereTakenOffAndNotReadAreReadAgain() {
        tuya.tickets().addGenerated(120, 1);
        startReady(stream().withKafkaClients(Breaking::new));
        tuya.tickets().snapshot().forEach(ticket -> tuya.tickets().update(ticket.ticketNo()));
        pollsToBreak.set(1);

        await().until(() -> pollsToBreak.get() == 0);
        awaitNextSweep();

        assertThat(tickets().versions()).hasSize(240).doesNotHaveDuplicates();
    }

    private final class Breaking extends KafkaClients {
        Breaking(Supplier<KafkaConfiguration> configuration) {
            super(configuration);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Consumer<String, byte[]> newCommittedReader() {
            Consumer<String, byte[]> reader = super.newCommittedReader();
            return (Consumer<String, byte[]>) Proxy.newProxyInstance(
                    Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                        Object result;
                        try {
                            result = method.invoke(reader, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        if (result instanceof ConsumerRecords<?, ?> records
                                && records.count() > 10
                                && pollsToBreak.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            return new HalfRead((ConsumerRecords<String, byte[]>) records);
                        }
                        return result;
                    });
        }
    }

    private static final class HalfRead extends ConsumerRecords<String, byte[]> {
        private final List<ConsumerRecord<String, byte[]>> all;

        HalfRead(ConsumerRecords<String, byte[]> records) {
            super(Map.of(), Map.of());
            this.all = StreamSupport.stream(records.spliterator(), false).toList();
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public Iterator<ConsumerRecord<String, byte[]>> iterator() {
            Iterator<ConsumerRecord<String, byte[]>> some = all.subList(0, 5).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public ConsumerRecord<String, byte[]> next() {
                    if (!some.hasNext()) {
                        throw new OutOfMemoryError("as if");
                    }
                    return some.next();
                }
            };
        }
    }
}
