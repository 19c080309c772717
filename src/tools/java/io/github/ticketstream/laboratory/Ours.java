package io.github.ticketstream.laboratory;

import io.github.ticketstream.tuya.PageSize;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Periods;
import io.github.ticketstream.pace.Region;
import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.Coverage;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.sweep.PartialSweep;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.sweep.TestSweeps;
import io.github.ticketstream.sweep.Totals;
import io.github.ticketstream.sweep.ListObservations;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.TuyaException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/** A poller with the program's own decisions: when a poll is due, what it reads, and where it goes on. */
final class Ours {
    /** Longer than the program's own: a month then takes less long. */
    private static final Duration TICK = Duration.ofSeconds(5);

    private final Month month;
    private final LabPages pages;
    private final Pace pace;
    private final PublishedVersions versions = new PublishedVersions();
    private final ListObservations observations;

    /** @param fullSweepPeriod as a user may set it; empty to let the program find it */
    Ours(Month month, Optional<Duration> fullSweepPeriod) {
        this.month = month;
        this.pages = new LabPages(month);
        this.pace = new Pace(
                month.budget,
                new Periods(Month.POLL_PERIOD, fullSweepPeriod, EnumSet.allOf(Region.class)),
                month.clock);
        this.observations = new ListObservations(PageSize.of(month.list.pageSize()), versions.tickets());
        month.list.all.from(0, month.list.all.size()).forEach(ticket ->
                PublishedMarks.put(versions, ticket.number, ticket.changedAt));
    }

    void poll() {
        while (!month.isOver()) {
            Optional<Poll> poll = pace.isDue() ? pace.next() : Optional.empty();
            if (poll.isEmpty()) {
                month.pass(TICK);
                continue;
            }
            try {
                sweep(poll.get());
            } catch (TuyaException e) {
                // The calls are spent.
                pace.failed(0);
                month.pass(Month.POLL_PERIOD);
            }
        }
    }

    private void sweep(Poll poll) {
        Moment now = new Moment(month.clock.instant(), month.clock.instant());
        Sweep.Frame frame = new Sweep.Frame(
                new SweepProgress(now, month.budget, month.budget.made()), new TransactionSize(), () -> false);
        Sweep sweep = poll.isFull()
                ? new FullSweep(
                        pages::wholeList,
                        new Coverage(versions.tickets(), frame.progress(), 0, new Totals()),
                        TestSweeps.observer(observations),
                        frame)
                : new PartialSweep(poll, pages, observations, frame);
        publish(sweep);
        sweep.teach(pace);
    }

    private void publish(Sweep sweep) {
        while (sweep.hasNext()) {
            Batch batch = sweep.next();
            for (ListEntry entry : batch.entries()) {
                if (entry.updateTime() > versions.tickets().mark(entry.ticketNo()).updateTime()) {
                    PublishedMarks.put(versions, entry.ticketNo(), entry.updateTime());
                    month.published(entry.ticketNo(), entry.updateTime());
                }
            }
        }
    }
}
