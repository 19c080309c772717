package io.github.ticketstream.laboratory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every poll reads the whole list, as far apart as the calls take. Only what has changed is looked at, which is the same. */
final class FullOnly implements Poller {
    @Override
    public void poll(Month month) {
        while (!month.isOver()) {
            long start = month.clock().millis();
            int pages = month.list().pages();
            if (month.budget().left() <= pages + 1) { // A token may be due, and the last call is kept.
                month.pass(Duration.ofMinutes(1));
                continue;
            }
            sweep(month, pages);
            Duration rest = month.budget().restOfMonth();
            long period = month.budget().limit().isEmpty()
                    ? 0
                    : rest.toMillis() * pages / Math.max(1, month.budget().left());
            long next = start + Math.max(period, Month.POLL_PERIOD.toMillis());
            month.pass(Duration.ofMillis(Math.max(0, next - month.clock().millis())));
        }
    }

    private static void sweep(Month month, int pages) {
        for (int page = 1; page <= pages; page++) {
            month.call();
            int read = page;
            List<LabTicket> found = new ArrayList<>(month.list().changed());
            found.removeIf(ticket -> month.list().page(ticket) != read);
            found.forEach(ticket -> month.published(ticket.number(), ticket.changedAt()));
        }
    }
}
