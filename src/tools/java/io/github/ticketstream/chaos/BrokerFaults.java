package io.github.ticketstream.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to the brokers' processes. */
final class BrokerFaults {
    /** How long to look for a sign that the program noticed. */
    private static final Duration LOOK = Duration.ofSeconds(4);

    private BrokerFaults() {}

    static Struck killAny(Stage stage, Random random) {
        stage.kafka().awaitWhole();
        List<Broker> brokers = stage.kafka().brokers();
        return kill(stage, List.of(brokers.get(random.nextInt(brokers.size()))), stage.awaitAny(random));
    }

    /** Between send and commit, as far as that can be seen from here. */
    static Struck killCoordinator(Stage stage, Random random) {
        stage.kafka().awaitWhole();
        Broker coordinator = stage.kafka().coordinator(Stage.ID);
        return kill(stage, List.of(coordinator), stage.await(Moment.TRANSACTION, random));
    }

    /** One that is left is no majority: nothing can be written. */
    static Struck killPair(Stage stage, Random random) {
        stage.kafka().awaitWhole();
        List<Broker> brokers = new ArrayList<>(stage.kafka().brokers());
        Collections.shuffle(brokers, random);
        return kill(stage, brokers.subList(0, 2), stage.awaitAny(random));
    }

    private static Struck kill(Stage stage, List<Broker> brokers, String moment) {
        long now = System.nanoTime();
        brokers.forEach(Broker::kill);
        stage.progress().await(now, LOOK, line -> line.text().contains("sweep failed:"));
        brokers.forEach(Broker::start);
        return Struck.until("of " + brokers.stream().map(Broker::id).toList() + " " + moment, now);
    }
}
