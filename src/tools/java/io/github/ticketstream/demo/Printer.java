package io.github.ticketstream.demo;

import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.proof.SweepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints what two subscribers see, as soon as they see it: tickets, and behind them the sweep that they belong to. */
final class Printer implements AutoCloseable {
    private static final int PAUSE_MILLIS = 100;
    private static final int MAX_EXISTING = 5;

    private final Subscriber tickets;
    private final Subscriber sweeps;
    private final String sweepTopic;
    private final Screen screen;
    private final Thread thread = new Thread(this::follow, "printer");
    private final CountDownLatch closing = new CountDownLatch(1);
    private int existing;
    private int notPrinted;
    private int ticketsPrinted;
    private int sweepsPrinted;
    /** When the last complete sweep that was printed began. */
    private Instant lastSweep = Instant.MIN;

    private RuntimeException failure;

    private Printer(KafkaInJvm kafka, StreamInJvm stream, Screen screen) {
        this.tickets = new Subscriber(kafka, stream.ticketTopic());
        this.sweepTopic = stream.sweepTopic();
        this.sweeps = new Subscriber(kafka, sweepTopic);
        this.screen = screen;
    }

    static Printer start(KafkaInJvm kafka, StreamInJvm stream, Screen screen) {
        Printer printer = new Printer(kafka, stream, screen);
        printer.thread.setDaemon(true);
        printer.thread.start();
        return printer;
    }

    private void follow() {
        try {
            do {
                print();
            } while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    /**
     * A sweep's tickets are on the ticket topic before the sweep's own record: so this order shows all of them.
     * Partitions and topics arrive one after the other; on the screen they are in the order of their time.
     */
    private synchronized void print() {
        List<ConsumerRecord<String, String>> allSweeps = sweeps.records();
        List<ConsumerRecord<String, String>> allTickets = tickets.records();
        List<ConsumerRecord<String, String>> fresh = new ArrayList<>(allTickets.subList(ticketsPrinted, allTickets.size()));
        fresh.addAll(allSweeps.subList(sweepsPrinted, allSweeps.size()));
        ticketsPrinted = allTickets.size();
        sweepsPrinted = allSweeps.size();
        fresh.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        fresh.forEach(this::print);
    }

    /** Of the tickets that were there before, only a few: the demo's address would scroll away. Their changes all show. */
    private void print(ConsumerRecord<String, String> record) {
        if (record.topic().equals(sweepTopic)) {
            if (notPrinted > 0) {
                screen.line("…             and %d more tickets that were there before".formatted(notPrinted));
                notPrinted = 0;
            }
            screen.line(line(SweepRecord.read(record)));
        } else if (!isExisting(record) || ++existing <= MAX_EXISTING) {
            screen.line(TicketLine.of(record, screen));
        } else {
            notPrinted++;
        }
    }

    /** Until the first sweep is complete, changes carry the header of the backfill, too. */
    private static boolean isExisting(ConsumerRecord<String, String> record) {
        return record.headers().lastHeader("ce_backfill") != null
                && TicketLine.Kind.of(record) == TicketLine.Kind.DISCOVERED;
    }

    private String line(SweepRecord sweep) {
        lastSweep = sweep.startedAt();
        notifyAll();
        return screen.paint(
                Screen.Style.QUIET,
                "%s  sweep complete: %d tickets listed, %d published, %d API call%s, %.1f s"
                        .formatted(
                                TicketLine.TIME.format(sweep.writtenAt()),
                                sweep.total(),
                                sweep.published(),
                                sweep.apiCalls(),
                                sweep.apiCalls() == 1 ? "" : "s",
                                Duration.between(sweep.startedAt(), sweep.writtenAt()).toMillis() / 1000.0));
    }

    /**
     * Waits until a sweep is complete that began at this time or later.
     *
     * @return false if there was none in time
     */
    synchronized boolean awaitSweepFrom(Instant begin, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (lastSweep.isBefore(begin)) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (failure != null) {
                throw failure;
            }
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Prints what is left. No more can be written by then. */
    void stop() throws InterruptedException {
        closing.countDown();
        thread.join();
        tickets.recordsToEnd();
        sweeps.recordsToEnd();
        print();
    }

    List<ConsumerRecord<String, String>> tickets() {
        return tickets.records();
    }

    List<ConsumerRecord<String, String>> sweeps() {
        return sweeps.records();
    }

    @Override
    public void close() {
        tickets.close();
        sweeps.close();
    }
}
