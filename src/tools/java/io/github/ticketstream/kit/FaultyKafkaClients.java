package io.github.ticketstream.kit;

import io.github.ticketstream.published.KafkaClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;

/** Real clients, whose producer's commits can go wrong on demand. */
public final class FaultyKafkaClients extends KafkaClients {
    private final Faults faults;
    private final Properties overrides = new Properties();

    /** The faults of the next commits, whichever producer makes them. */
    public static final class Faults {
        private final AtomicInteger afterCommit = new AtomicInteger();
        private final AtomicInteger insteadOfCommit = new AtomicInteger();
        private final AtomicReference<CompletableFuture<Void>> held = new AtomicReference<>();
        private final AtomicInteger struck = new AtomicInteger();

        /** Lets Kafka commit, and throws an exception of unknown outcome at the program. */
        public void failAfterCommit(int times) {
            afterCommit.set(times);
        }

        /** Does not commit, and throws an exception of unknown outcome at the program. */
        public void failInsteadOfCommit(int times) {
            insteadOfCommit.set(times);
        }

        /** The next commit is asked for when what this returns is complete; no interrupt ends the wait. */
        public CompletableFuture<Void> holdCommit() {
            CompletableFuture<Void> released = new CompletableFuture<>();
            // If the test forgets it, its end is not held up for ever.
            released.completeOnTimeout(null, 5, TimeUnit.MINUTES);
            held.set(released);
            return released;
        }

        public int struck() {
            return struck.get();
        }

        private boolean takes(AtomicInteger left) {
            boolean strikes = left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            if (strikes) {
                struck.incrementAndGet();
            }
            return strikes;
        }
    }

    public FaultyKafkaClients(Supplier<KafkaConfiguration> configuration, Faults faults) {
        super(configuration);
        this.faults = faults;
    }

    public FaultyKafkaClients with(String producerSetting, String value) {
        overrides.put(producerSetting, value);
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected Producer<Object, Object> newProducer(Properties settings) {
        Properties changed = new Properties();
        changed.putAll(settings);
        changed.putAll(overrides);
        Producer<Object, Object> real = super.newProducer(changed);
        return (Producer<Object, Object>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    try {
                        if (!method.getName().equals("commitTransaction")) {
                            return method.invoke(real, arguments);
                        }
                        commit(real);
                        return null;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void commit(Producer<Object, Object> real) {
        if (faults.takes(faults.insteadOfCommit)) {
            throw new TimeoutException("the test's: no answer to the commit");
        }
        CompletableFuture<Void> released = faults.held.getAndSet(null);
        if (released != null) {
            faults.struck.incrementAndGet();
            released.join();
        }
        real.commitTransaction();
        if (faults.takes(faults.afterCommit)) {
            throw new TimeoutException("the test's: no answer to the commit");
        }
    }
}
