package io.github.ticketstream.laboratory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Is told where each change stands, and pays one call for each page that holds one. Nobody can do better. */
final class Oracle implements Poller {
    @Override
    public void poll(Month month) {
        while (!month.isOver()) {
            Set<Integer> pages = new LinkedHashSet<>();
            month.list().changed().forEach(ticket -> pages.add(month.list().page(ticket)));
            for (int page : pages) {
                if (month.allows(1)) {
                    month.call();
                    List.copyOf(month.list().changed()).stream()
                            .filter(ticket -> month.list().page(ticket) == page)
                            .forEach(ticket -> month.published(ticket.number(), ticket.changedAt()));
                }
            }
            month.pass(Month.POLL_PERIOD);
        }
    }
}
