package io.github.ticketstream.laboratory;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Pollers to compare the program with. Each polls for a month. */
final class Baselines {
    /** A token may be due on the way, and the last call is kept to ask for the time. */
    private static final int RESERVE = 2;

    private Baselines() {}

    /**
     * Reads the whole list at every poll, as often as the calls allow. It only looks at changed tickets, with the same
     * result.
     */
    static void fullOnly(Month month) {
        while (!month.isOver()) {
            long start = month.clock.millis();
            int pages = month.list.pages();
            if (month.budget.left() < pages + RESERVE) {
                month.pass(Duration.ofMinutes(1));
                continue;
            }
            for (int page = 1; page <= pages; page++) {
                month.call();
                publishPage(month, page);
            }
            long period = month.budget.limit().isEmpty()
                    ? 0
                    : month.budget.restOfMonth().toMillis() * pages / Math.max(1, month.budget.left());
            long next = start + Math.max(period, Month.POLL_PERIOD.toMillis());
            month.pass(Duration.ofMillis(Math.max(0, next - month.clock.millis())));
        }
    }

    /** Knows the page of each change, and pays one call for each such page. */
    static void oracle(Month month) {
        while (!month.isOver()) {
            Set<Integer> pages = new LinkedHashSet<>();
            month.list.changed().forEach(ticket -> pages.add(month.list.page(ticket)));
            for (int page : pages) {
                if (month.allows(1)) {
                    month.call();
                    publishPage(month, page);
                }
            }
            month.pass(Month.POLL_PERIOD);
        }
    }

    private static void publishPage(Month month, int page) {
        List<LabTicket> found = month.list.changed().stream()
                .filter(ticket -> month.list.page(ticket) == page)
                .toList();
        found.forEach(ticket -> month.published(ticket.number, ticket.changedAt));
    }
}
