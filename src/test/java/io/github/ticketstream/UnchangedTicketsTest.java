package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.ticketstream.ops.TestStatus;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.simulator.TicketGenerator;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.sweep.TestSweeps;
import io.github.ticketstream.tuya.PageWalks;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

/** A page of tickets of which each was published before. */
final class UnchangedTicketsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int TICKETS = 100;

    private final PublishedState published;
    private final Publication publication;
    private final TransactionSize size = new TransactionSize();
    private final byte[] reply;

    UnchangedTicketsTest() {
        Clock clock = Clock.systemUTC();
        TicketSettings settings = TestSettings.tickets();
        this.published = new PublishedState(null, settings);
        this.publication = new Publication(
                published, TestStreams.records(settings, 1_000_000, clock), TestStatus.meters(clock), size);
        TicketGenerator generator = new TicketGenerator(1, clock);
        String list = IntStream.range(0, TICKETS)
                .mapToObj(i -> generator.next())
                .peek(ticket -> PublishedMarks.put(published.versions(), ticket.ticketNo(), ticket.updateTime()))
                .map(ticket -> ticket.json())
                .collect(Collectors.joining(","));
        this.reply = ("{\"result\":{\"page_no\":1,\"page_size\":100,\"list\":[" + list + "],\"total\":" + TICKETS
                        + ",\"has_more\":false},\"t\":1719394102500,\"success\":true,\"tid\":\"t\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsLeftOfAPageThatHasNotChanged() {
        assertThat(readAndDecide()).isEmpty();
    }

    @Test
    void aTicketThatHasNotChangedCostsNoMoreThanOneKibibyte() {
        int pages = 200;
        read(pages);
        long before = THREADS.getCurrentThreadAllocatedBytes();

        read(pages);

        long perTicket = (THREADS.getCurrentThreadAllocatedBytes() - before) / pages / TICKETS;
        assertThat(perTicket).isBetween(1L, 1024L);
    }

    private void read(int pages) {
        for (int i = 0; i < pages; i++) {
            readAndDecide();
        }
    }

    /** From the reply's bytes to the records that follow from it, of which there are none. */
    private List<Message> readAndDecide() {
        Sweep sweep = TestSweeps.full(
                () -> PageWalks.over(PageWalks.page(reply, 1)),
                published.versions().tickets(),
                new Sweep.Frame(TestSweeps.progress(), size, () -> false));
        publication.dropUnchanged(sweep.next(), null).forEach(publication::add);
        return publication.records();
    }
}
