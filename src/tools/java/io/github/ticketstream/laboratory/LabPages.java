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
        return page(month.list().all(), number);
    }

    @Override
    public Page pageOnce(int number) {
        return page(number);
    }

    @Override
    public PageWalk openTickets() {
        return PageWalks.over(number -> CompletableFuture.completedFuture(page(month.list().open(), number)));
    }

    PageWalk wholeList() {
        return PageWalks.over(number -> CompletableFuture.completedFuture(page(number)));
    }

    private Page page(SortedTickets tickets, int number) {
        month.call();
        int first = (number - 1) * LabList.PAGE_SIZE;
        return new Page(
                number,
                number,
                LabList.PAGE_SIZE,
                tickets.size(),
                first + LabList.PAGE_SIZE < tickets.size(),
                tickets.from(first, LabList.PAGE_SIZE).stream()
                        .map(LabTicket::entry)
                        .toList());
    }
}
