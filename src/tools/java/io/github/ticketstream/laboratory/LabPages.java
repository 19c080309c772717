package io.github.ticketstream.laboratory;

import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import io.github.ticketstream.tuya.TicketList.Pages;
import java.util.concurrent.CompletableFuture;

/** The simulated list by its pages; each is a call, and takes its time. */
final class LabPages implements Pages {
    private final Month month;

    LabPages(Month month) {
        this.month = month;
    }

    @Override
    public Page page(int number) {
        return page(month.list.all, number);
    }

    @Override
    public Page pageOnce(int number) {
        return page(number);
    }

    @Override
    public PageWalk openTickets() {
        return walk(month.list.open);
    }

    PageWalk wholeList() {
        return walk(month.list.all);
    }

    private PageWalk walk(SortedTickets tickets) {
        return PageWalks.over(number -> CompletableFuture.completedFuture(page(tickets, number)));
    }

    private Page page(SortedTickets tickets, int number) {
        month.call();
        int size = month.list.pageSize();
        int first = (number - 1) * size;
        return new Page(
                number,
                number,
                tickets.size(),
                first + size < tickets.size(),
                0,
                tickets.from(first, size).stream().map(LabTicket::entry).toList());
    }
}
