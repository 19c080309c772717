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
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints what two subscribers see, as soon as they see it: tickets, and behind them the sweep that they belong to. */
final class Printer implements AutoCloseable {
    private static final int PAUSE_MILLIS = 100;

    private final Subscriber tickets;
    private final Subscriber sweeps;
    private final Screen screen;
    private final List<SweepRecord> completeSweeps = new ArrayList<>();
    private final Thread thread = new Thread(this::follow, "printer");
    private final CountDownLatch closing = new CountDownLatch(1);
    private int ticketsPrinted;
    private RuntimeException failure;

    /** Partitions and topics arrive one after the other; on the screen they shall be in the order of their time. */
    private record Line(long time, String text) {}

    private Printer(KafkaInJvm kafka, StreamInJvm stream, Screen screen) {
        this.tickets = new Subscriber(kafka, stream.ticketTopic());
        this.sweeps = new Subscriber(kafka, stream.sweepTopic());
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

    /** What a sweep published is on the ticket topic before the sweep's own record: so this order shows all of it. */
    private void print() {
        int sweepsBefore = completeSweeps.size();
        List<SweepRecord> all = sweeps.records().stream().map(SweepRecord::read).toList();
        List<ConsumerRecord<String, String>> arrived = tickets.records();
        List<SweepRecord> fresh = all.subList(sweepsBefore, all.size());
        Stream.concat(
                        arrived.subList(ticketsPrinted, arrived.size()).stream()
                                .map(record -> new Line(record.timestamp(), TicketLine.of(record, screen))),
                        fresh.stream()
                                .map(sweep -> new Line(
                                        sweep.writtenAt().toEpochMilli(),
                                        screen.paint(Screen.Style.QUIET, line(sweep)))))
                .sorted(Comparator.comparingLong(Line::time))
                .forEach(line -> screen.line(line.text()));
        ticketsPrinted = arrived.size();
        synchronized (this) {
            completeSweeps.addAll(fresh);
            notifyAll();
        }
    }

    private static String line(SweepRecord sweep) {
        return "%s  sweep complete: %d tickets listed, %d published, %d unchanged, %d API calls, %.1f s"
                .formatted(
                        TicketLine.TIME.format(sweep.writtenAt()),
                        sweep.total(),
                        sweep.published(),
                        sweep.unchanged(),
                        sweep.apiCalls(),
                        (sweep.writtenAt().toEpochMilli() - sweep.startedAt().toEpochMilli()) / 1000.0);
    }

    /**
     * Waits until a sweep is complete that began at this time or later.
     *
     * @return false if there was none in time
     */
    synchronized boolean awaitSweepFrom(Instant begin, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (completeSweeps.stream().noneMatch(sweep -> !sweep.startedAt().isBefore(begin))) {
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

    /** Prints what is left and returns everything on the ticket topic. No more can be written by then. */
    List<ConsumerRecord<String, String>> stop() throws InterruptedException {
        closing.countDown();
        thread.join();
        tickets.recordsToEnd();
        sweeps.recordsToEnd();
        print();
        return tickets.records();
    }

    List<SweepRecord> completeSweeps() {
        return List.copyOf(completeSweeps);
    }

    @Override
    public void close() {
        tickets.close();
        sweeps.close();
    }
}
