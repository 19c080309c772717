package io.github.ticketstream.published;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactional producer that Camel's route keeps for ever, although the Kafka producer behind it is replaced after
 * each failure.
 *
 * <p>Guaranteed: after a begin, commit or abort that threw, and after any abort, the producer behind is never used
 * again; {@link #renew} makes the next one, which fences the last and ends its open transaction. Camel calls {@link
 * #initTransactions} when its route is built, before the state was read, and in a standby where it must not happen; so
 * it does nothing here. Only the owner of the stream calls {@link #renew}.
 */
public final class RenewingProducer implements Producer<Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(RenewingProducer.class);
    /** Kafka's own {@code close()} has no limit and can last as long as an outage. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final Function<Properties, Producer<Object, Object>> factory;
    private Properties settings;
    private Producer<Object, Object> alive;

    RenewingProducer(Function<Properties, Producer<Object, Object>> factory) {
        this.factory = factory;
    }

    synchronized void configure(Properties producerSettings) {
        settings = producerSettings;
    }

    synchronized boolean isAlive() {
        return alive != null;
    }

    /** Replaces the producer unless it is still usable: the new one fences all others. */
    synchronized void renew() {
        if (alive != null) {
            return;
        }
        if (settings == null) {
            throw new IllegalStateException("the route that publishes is not started");
        }
        Producer<Object, Object> next = factory.apply(settings);
        try {
            next.initTransactions();
        } catch (RuntimeException e) {
            next.close(Duration.ZERO);
            throw e;
        }
        alive = next;
    }

    /** Left to {@link #renew}. */
    @Override
    public void initTransactions() {}

    @Override
    public void beginTransaction() {
        orClose(Producer::beginTransaction);
    }

    @Override
    public void commitTransaction() {
        orClose(Producer::commitTransaction);
    }

    @Override
    public void abortTransaction() {
        // Without a producer, its transaction was given up. Camel aborts it all the same, and would log our exception.
        if (isAlive()) {
            orClose(Producer::abortTransaction);
            close(Duration.ZERO);
        }
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<Object, Object> record) {
        return unlessFailed(current().send(record));
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<Object, Object> record, Callback callback) {
        return unlessFailed(current().send(record, callback));
    }

    /** If nobody knows the brokers of a topic, each send waits in vain: throwing the first failure ends the batch. */
    private static Future<RecordMetadata> unlessFailed(Future<RecordMetadata> sent) {
        try {
            if (sent.isDone()) {
                sent.get();
            }
            return sent;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void flush() {
        orClose(Producer::flush);
    }

    /** Also Camel's answer to a failed transaction. */
    @Override
    public void close() {
        close(CLOSE_PATIENCE);
    }

    private void orClose(Consumer<Producer<Object, Object>> step) {
        try {
            step.accept(current());
        } catch (RuntimeException e) {
            close(Duration.ZERO);
            throw e;
        }
    }

    private synchronized Producer<Object, Object> current() {
        if (alive == null) {
            throw new IllegalStateException(
                    "the producer is finished; what is published must be read before the next transaction");
        }
        return alive;
    }

    @Override
    public synchronized void close(Duration patience) {
        if (alive != null) {
            Producer<Object, Object> finished = alive;
            alive = null;
            try {
                finished.close(patience);
            } catch (RuntimeException e) {
                LOG.debug("A finished producer could not be closed", e);
            }
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return current().partitionsFor(topic);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return current().metrics();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return current().clientInstanceId(timeout);
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        current().registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        current().unregisterMetricFromSubscription(metric);
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        throw new UnsupportedOperationException("the stream consumes no group");
    }
}
