package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With Kafka's own mock producers, each of which would behave as the real one does when it is used wrongly. */
class RenewingProducerTest {
    private final List<MockProducer<Object, Object>> made = new ArrayList<>();
    private Consumer<MockProducer<Object, Object>> prepare = producer -> {};
    private RenewingProducer producer;

    @BeforeEach
    void configure() {
        producer = new RenewingProducer(settings -> {
            MockProducer<Object, Object> next =
                    new MockProducer<>(true, null, (topic, key) -> new byte[0], (topic, value) -> new byte[0]);
            prepare.accept(next);
            made.add(next);
            return next;
        });
        producer.configure(new Properties());
    }

    @Test
    void camelsOwnInitialisationTouchesNothing() {
        producer.initTransactions();

        assertThat(made).isEmpty();
        assertThat(producer.isAlive()).isFalse();
    }

    @Test
    void aLiveProducerIsNotRenewed() {
        producer.renew();
        producer.renew();

        assertThat(made).hasSize(1);
        assertThat(made.get(0).transactionInitialized()).isTrue();
    }

    /** While it is not known where a topic is, each record would be waited for, one after the other. */
    @Test
    void aRecordThatCouldNotBeSentIsTheLastOneOfItsTransaction() {
        RenewingProducer unreachable = new RenewingProducer(settings -> new MockProducer<>(true, null, null, null) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<Object, Object> record) {
                return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
            }
        });
        unreachable.configure(new Properties());
        unreachable.renew();
        unreachable.beginTransaction();

        assertThatThrownBy(() -> unreachable.send(new ProducerRecord<>("t", "v")))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no metadata");
    }

    @Test
    void itIsNotToBeUsedBeforeItIsRenewed() {
        assertThatThrownBy(producer::beginTransaction).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>("t", "v")))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Of a commit, whatever its outcome. */
    @ParameterizedTest
    @ValueSource(strings = {"begin", "commit", "abort"})
    void aProducerThatFailedIsFinished(String step) {
        prepare = mock -> {
            mock.beginTransactionException = step.equals("begin") ? new InvalidPidMappingException("gone") : null;
            mock.commitTransactionException = new TimeoutException("who knows");
            mock.abortTransactionException = new InvalidTxnStateException("timed out");
        };
        producer.renew();

        assertThatThrownBy(() -> {
                    producer.beginTransaction();
                    if (step.equals("commit")) {
                        producer.commitTransaction();
                    } else {
                        producer.abortTransaction();
                    }
                })
                .isInstanceOf(Map.of(
                                "begin", InvalidPidMappingException.class,
                                "commit", TimeoutException.class,
                                "abort", InvalidTxnStateException.class)
                        .get(step));

        assertFinishedAndRenewed();
    }

    @Test
    void aProducerThatAbortedIsFinished() {
        producer.renew();
        producer.beginTransaction();
        producer.abortTransaction();

        assertThat(made.get(0).transactionAborted()).isTrue();
        assertFinishedAndRenewed();
    }

    @Test
    void aTransactionThatWasGivenUpNeedsNoAbort() {
        producer.renew();
        producer.beginTransaction();
        producer.close();

        assertThatCode(producer::abortTransaction).doesNotThrowAnyException();

        assertFinishedAndRenewed();
    }

    @Test
    void anInitialisationThatFailsLeavesNothingBehind() {
        prepare = mock -> mock.initTransactionException = new TimeoutException("away");

        assertThatThrownBy(producer::renew).isInstanceOf(TimeoutException.class);

        assertFinishedAndRenewed();
    }

    private void assertFinishedAndRenewed() {
        assertThat(producer.isAlive()).isFalse();
        assertThat(made).hasSize(1).allMatch(MockProducer::closed);
        prepare = mock -> {};
        producer.renew();
        assertThat(made).hasSize(2);
        assertThat(made.get(1).transactionInitialized()).isTrue();
    }
}
