package io.github.ticketstream.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A bad network, between the program and Kafka, or between the program and the API. */
final class ConnectionFaults {
    private ConnectionFaults() {}

    static Struck kafkaCut(Stage stage, Random random) {
        return kafka(stage, random, TcpProxy::cut);
    }

    static Struck kafkaSlow(Stage stage, Random random) {
        return kafka(stage, random, slow(random));
    }

    static Struck kafkaHalfOpen(Stage stage, Random random) {
        return kafka(stage, random, TcpProxy::halfOpen);
    }

    static Struck apiCut(Stage stage, Random random) {
        return api(stage, random, TcpProxy::cut);
    }

    static Struck apiSlow(Stage stage, Random random) {
        return api(stage, random, slow(random));
    }

    static Struck apiHalfOpen(Stage stage, Random random) {
        return api(stage, random, TcpProxy::halfOpen);
    }

    private static Consumer<TcpProxy> slow(Random random) {
        Duration latency = Duration.ofMillis(50 + random.nextInt(250));
        int bytesPerSecond = 10_000 + random.nextInt(90_000);
        return proxy -> proxy.slow(latency, bytesPerSecond);
    }

    /** One of the brokers, or all of them. */
    private static Struck kafka(Stage stage, Random random, Consumer<TcpProxy> fault) {
        List<Broker> brokers = stage.kafka().brokers();
        int one = random.nextInt(brokers.size() + 1);
        List<Broker> struck = one == brokers.size() ? brokers : List.of(brokers.get(one));
        String ids = struck.stream().map(broker -> "" + broker.id()).collect(Collectors.joining(" and "));
        return strike(
                stage,
                random,
                "of broker " + ids,
                struck.stream().map(Broker::proxy).toList(),
                fault);
    }

    private static Struck api(Stage stage, Random random, Consumer<TcpProxy> fault) {
        return strike(stage, random, "of the API", List.of(stage.api()), fault);
    }

    private static Struck strike(
            Stage stage, Random random, String where, List<TcpProxy> proxies, Consumer<TcpProxy> fault) {
        Duration length = Duration.ofMillis(500 + random.nextInt(3000));
        String moment = stage.awaitAny(random);
        long now = System.nanoTime();
        proxies.forEach(fault);
        stage.progress().await(now, length, line -> false);
        proxies.forEach(TcpProxy::heal);
        return Struck.until("%s for %d ms %s".formatted(where, length.toMillis(), moment), now);
    }
}
