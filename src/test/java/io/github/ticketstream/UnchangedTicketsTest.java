package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class UnchangedTicketsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final UnchangedPage page = new UnchangedPage();

    @Test
    void nothingIsLeftOfAPageThatHasNotChanged() {
        assertThat(page.readAndDecide()).isEmpty();
    }

    @Test
    void aTicketThatHasNotChangedCostsNoMoreThanOneKibibyte() {
        int pages = 200;
        read(pages);
        long before = THREADS.getCurrentThreadAllocatedBytes();

        read(pages);

        long perTicket = (THREADS.getCurrentThreadAllocatedBytes() - before) / pages / UnchangedPage.TICKETS;
        assertThat(perTicket).isBetween(1L, 1024L);
    }

    private void read(int pages) {
        for (int i = 0; i < pages; i++) {
            page.readAndDecide();
        }
    }
}
