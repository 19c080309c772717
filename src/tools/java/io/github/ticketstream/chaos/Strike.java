package io.github.ticketstream.chaos;

import io.github.ticketstream.chaos.Progress.Line;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.FaultRule;
import io.github.ticketstream.simulator.PageCap;
import io.github.ticketstream.simulator.Quirks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One fault: it waits for a moment of the program's progress, strikes, and ends. Its methods are the deeds of which each
 * {@link FaultKind} is made; each draws its random choices first, waits, and returns when its fault is over.
 */
final class Strike {
    private static final Duration REPLIES_PATIENCE = Duration.ofSeconds(10);
    private static final Duration SWEEP_PATIENCE = Duration.ofSeconds(30);
    /** For what ends the run if it does not come. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(90);
    /** The time to look for a sign that the program noticed the loss of a broker. */
    private static final Duration BROKER_LOOK = Duration.ofSeconds(4);

    private static final Duration A_WEEK_AND_MORE = Duration.ofDays(8);
    /** Page sizes larger than 50, of which the program tries one in each full sweep. */
    private static final int LARGER_SIZES = 3;

    private final Stage stage;
    private final Random random;
    private String moment = "";
    private String detail = "";
    private long at;
    private long over;
    private Predicate<Line> recovery = Line::isComplete;
    private Optional<Replica> deposed = Optional.empty();

    Strike(Stage stage, Random random) {
        this.stage = stage;
        this.random = random;
    }

    private void begin() {
        moment = stage.awaitAny(random);
        at = System.nanoTime();
    }

    /** Ends the fault: from now on the program can recover. */
    private void end(String what) {
        over = System.nanoTime();
        detail = (what + " " + moment).strip();
    }

    String detail() {
        return detail;
    }

    /** Returns when it struck, by {@link System#nanoTime}. */
    long at() {
        return at;
    }

    long over() {
        return over;
    }

    Predicate<Line> recovery() {
        return recovery;
    }

    /** Returns the replica whose place another one takes meanwhile. */
    Optional<Replica> deposed() {
        return deposed;
    }

    int between(int least, int beyond) {
        return random.nextInt(least, beyond);
    }

    @SafeVarargs
    final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    // The program's processes.

    Strike awaitStandby() {
        stage.awaitStandby();
        return this;
    }

    void kill() {
        replace(Replica::kill);
    }

    void restart() {
        replace(Replica::stop);
    }

    private void replace(Consumer<Replica> end) {
        awaitStandby();
        begin();
        Replica active = stage.active();
        endLifeOf(active, end);
        deposed = Optional.of(active);
        end("of " + active);
        over = at;
    }

    /** After its end, only a sweep of another replica or of its next life counts. */
    private void endLifeOf(Replica replica, Consumer<Replica> end) {
        int life = replica.life();
        recovery = line -> line.isComplete() && !(line.replica() == replica && line.life() == life);
        end.accept(replica);
        replica.start();
    }

    void killBeforeItHasSettled() {
        begin();
        Replica first = stage.active();
        endLifeOf(first, Replica::kill);
        String sign = stage.await(any(Moment.LINE, Moment.PAGE), random);
        Replica next = stage.active();
        at = System.nanoTime();
        endLifeOf(next, Replica::kill);
        end("of " + next + " " + sign + ", after " + first);
        over = at;
    }

    /** Meanwhile another one may take over; nothing shortens the pause. */
    void pause(int leastMillis, int beyondMillis) throws InterruptedException {
        int millis = between(leastMillis, beyondMillis);
        begin();
        Replica active = stage.active();
        active.signal("-STOP");
        Thread.sleep(millis);
        active.signal("-CONT");
        deposed = Optional.of(active);
        end("of " + active + " for " + millis + " ms");
    }

    // The brokers' processes.

    void killBrokers(int count) {
        stage.kafka.awaitWhole();
        List<Broker> brokers = new ArrayList<>(stage.kafka.brokers());
        Collections.shuffle(brokers, random);
        begin();
        kill(brokers.subList(0, count));
    }

    /** Strikes between send and commit, as far as the kit can see that. */
    void killCoordinator() {
        stage.kafka.awaitWhole();
        Broker coordinator = stage.kafka.coordinator(Stage.ID);
        moment = stage.await(Moment.TRANSACTION, random);
        at = System.nanoTime();
        kill(List.of(coordinator));
    }

    private void kill(List<Broker> brokers) {
        brokers.forEach(Broker::kill);
        stage.progress.await(at, BROKER_LOOK, line -> line.text().contains("sweep failed:"));
        brokers.forEach(Broker::start);
        end("of " + brokers.stream().map(Broker::id).toList());
    }

    // The network between the program and Kafka, or the API.

    Consumer<TcpProxy> slow() {
        Duration latency = Duration.ofMillis(between(50, 300));
        int bytesPerSecond = between(10_000, 100_000);
        return proxy -> proxy.slow(latency, bytesPerSecond);
    }

    /** Spoils the connection to one of the brokers, or to all of them. */
    void spoilKafka(Consumer<TcpProxy> fault) throws InterruptedException {
        List<Broker> brokers = stage.kafka.brokers();
        int one = random.nextInt(brokers.size() + 1);
        List<Broker> struck = one == brokers.size() ? brokers : List.of(brokers.get(one));
        String ids = struck.stream().map(broker -> "" + broker.id()).collect(Collectors.joining(" and "));
        spoil("of broker " + ids, struck.stream().map(Broker::proxy).toList(), fault);
    }

    void spoilApi(Consumer<TcpProxy> fault) throws InterruptedException {
        spoil("of the API", List.of(stage.api), fault);
    }

    private void spoil(String where, List<TcpProxy> proxies, Consumer<TcpProxy> fault) throws InterruptedException {
        int millis = between(500, 3500);
        begin();
        proxies.forEach(fault);
        Thread.sleep(millis);
        proxies.forEach(TcpProxy::heal);
        end(where + " for " + millis + " ms");
    }

    // The API's replies.

    void spoilReplies(int mostTimes, Calls calls, Fault fault) {
        int times = between(1, mostTimes + 1);
        begin();
        FaultRule rule = stage.tuya.faults().next(times, calls, fault);
        Wait.until(REPLIES_PATIENCE, () -> rule.timesStruck() == times);
        rule.cancel();
        end(rule.timesStruck() + " times");
    }

    void answerWithCode(int mostTimes, Integer... codes) {
        int code = any(codes);
        spoilReplies(mostTimes, Calls.feedbacks(), Fault.apiError(code, "code " + code));
    }

    void refuseUntilRestart(Fault fault) {
        FaultRule rule = stage.tuya.faults().always(Calls.all(), fault);
        at = System.nanoTime();
        Wait.must("a sweep that fails for good", LONG_PATIENCE, () -> stage.progress
                .last(Line::isSweep)
                .orElseThrow()
                .text()
                .contains("sweep failed:"));
        rule.cancel();
        Replica active = stage.active();
        active.stop();
        end("until a restart of " + active);
        active.start();
    }

    void revokeTokens() {
        begin();
        stage.tuya.revokeTokens();
        end("");
    }

    /** Moves Tuya's clock away, and back after a sweep. */
    void moveClock() {
        Duration jump = Duration.ofMinutes(any(1, -1) * between(6, 306));
        begin();
        stage.tuya.quirks().clockSkew(jump);
        stage.progress.await(at, SWEEP_PATIENCE, Line::isComplete);
        stage.tuya.quirks().clockSkew(Duration.ZERO);
        end("by " + jump.toMinutes() + " minutes");
    }

    // The list, which moves while it is walked, or lies.

    /** Tickets from behind come to the front while the pages between are read: all others slide back. */
    void shiftPages() {
        int shifts = between(1, 41);
        AtomicInteger left = new AtomicInteger(shifts);
        Random choice = new Random(random.nextLong());
        begin();
        stage.onPage(() -> {
            if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                List<String> numbers = List.copyOf(stage.tuya.tickets().latest().keySet());
                stage.tuya.tickets().moveToFront(numbers.get(choice.nextInt(numbers.size())));
            }
        });
        Wait.must("pages that shift", LONG_PATIENCE, () -> left.get() == 0);
        stage.onPage(() -> {});
        end(shifts + " times");
    }

    void repeatPage() {
        int page = between(1, 6);
        lie("from page " + page, quirks -> quirks.repeatPage(page), quirks -> quirks.repeatPage(Integer.MAX_VALUE));
    }

    void lieAboutTotal(int leastPercent, int beyondPercent) {
        int percent = between(leastPercent, beyondPercent);
        lie(
                percent + " %",
                quirks -> quirks.total(truth -> truth * percent / 100 + (percent > 100 ? 1 : 0)),
                quirks -> quirks.total(truth -> truth));
    }

    private void lie(String what, Consumer<Quirks> lie, Consumer<Quirks> truth) {
        int sweeps = between(1, 4);
        begin();
        lie.accept(stage.tuya.quirks());
        for (int i = 0; i < sweeps; i++) {
            stage.progress.await(System.nanoTime(), SWEEP_PATIENCE, Line::isSweep);
        }
        truth.accept(stage.tuya.quirks());
        end(what + " for " + sweeps + " sweeps");
    }

    /** Hides tickets for one complete sweep. They are back after it, so none may be reported as disappeared. */
    void hideOneIn(int tickets) {
        at = System.nanoTime();
        stage.tuya.quirks()
                .hide(ticket -> ticket.ticketNo() != null
                        && ticket.ticketNo().hashCode() % tickets == 0
                        && (tickets == 1 || !wasDeleted(ticket.ticketNo())));
        stage.progress.await(at, SWEEP_PATIENCE, Line::isComplete);
        stage.tuya.quirks().hide(ticket -> false);
        end("one ticket in " + tickets + " for a sweep");
    }

    /** The sweep before may have missed it for that: with this one there would be two, and it would be gone by right. */
    private boolean wasDeleted(String ticketNo) {
        return stage.tuya.tickets().removals().wasAway(ticketNo, Instant.EPOCH, Instant.MAX);
    }

    /** Limits the page size some pages later, usually in the middle of a walk, until the next fault of this sort. */
    void capPages(int size, PageCap above) {
        int later = between(0, 8);
        begin();
        stage.tuya.quirks().maxPageSizeAfter(later, size, above);
        end("at " + size + ", " + above + ", after " + later + " pages");
    }

    /**
     * Lifts the limit until the next fault of this sort, and lets the week pass in which the program tries no larger
     * size.
     */
    void liftCap() {
        begin();
        stage.tuya.quirks().maxPageSize(Integer.MAX_VALUE).clockSkew(A_WEEK_AND_MORE);
        for (int size = 0; size < LARGER_SIZES; size++) {
            stage.progress.await(System.nanoTime(), SWEEP_PATIENCE, Line::isComplete);
        }
        stage.tuya.quirks().clockSkew(Duration.ZERO);
        end("");
    }

    // Others that write where only the program should.

    /** Sends with our id, and ends without a commit or an abort. */
    void takeOurId() {
        begin();
        try (Intruder intruder = new Intruder(Stage.ID)) {
            intruder.send(Stage.TICKETS, Stage.STATE);
        }
        end("");
    }

    /** Stops all readers for some seconds. */
    void leaveTransactionOpen() throws InterruptedException {
        int millis = between(1000, 4000);
        begin();
        try (Intruder intruder = new Intruder("foreign")) {
            intruder.send(Stage.STATE);
            Thread.sleep(millis);
            intruder.producer.abortTransaction();
        }
        end("for " + millis + " ms");
    }

    private final class Intruder implements AutoCloseable {
        private final KafkaProducer<String, String> producer;

        Intruder(String transactionalId) {
            Properties settings = stage.kafka.client();
            settings.put("transactional.id", transactionalId);
            settings.put("transaction.timeout.ms", "10000");
            settings.put("max.block.ms", "20000");
            producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        }

        void send(String... topics) {
            producer.initTransactions();
            at = System.nanoTime();
            producer.beginTransaction();
            for (String topic : topics) {
                var unused = producer.send(new ProducerRecord<>(topic, "intruder-" + random.nextInt(1000), "1"));
            }
            producer.flush();
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
        }
    }
}
