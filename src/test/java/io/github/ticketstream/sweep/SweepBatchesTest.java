package io.github.ticketstream.sweep;

import static io.github.ticketstream.tuya.PageWalks.over;
import static io.github.ticketstream.tuya.PageWalks.page;
import static io.github.ticketstream.tuya.PageWalks.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the entries of a sweep are put into batches, and what ends it early. */
@Timeout(30)
final class SweepBatchesTest {
    private final Deque<PageWalk> walks = new ArrayDeque<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Sweep sweep = TestSweeps.full(
            walks::remove,
            new KnownTickets(),
            new Sweep.Frame(TestSweeps.progress(), new TransactionSize(), stopping::get));

    @ParameterizedTest
    @CsvSource({
        "100, 25, '100,1000,1000,400'",
        "600, 3, '600,600,600'",
        "1000, 2, '1000,1000'",
        "1500, 2, '1000,500,1000,500'"
    })
    void aBatchHasNoMoreThanAThousandEntries(int pageSize, int pages, String sizes) {
        Page[] list = IntStream.rangeClosed(1, pages)
                .mapToObj(number -> page(number, (long) pages * pageSize, number < pages, tickets(number, pageSize)))
                .toArray(Page[]::new);
        walks.add(over(list));

        List<Batch> batches = readAll();

        assertThat(batches)
                .filteredOn(batch -> !batch.closing())
                .extracting(batch -> Integer.toString(batch.entries().size()))
                .containsExactly(sizes.split(","));
        assertThat(batches.stream().flatMap(batch -> batch.entries().stream()).map(ListEntry::ticketNo))
                .doesNotHaveDuplicates()
                .hasSize(pageSize * pages);
    }

    @Test
    void aBatchDoesNotWaitForPagesThatAreStillUnderWay() {
        CompletableFuture<Page> second = new CompletableFuture<>();
        walks.add(over(
                number -> number == 1 ? CompletableFuture.completedFuture(page(1, 2, true, ticket("T1"))) : second));

        Batch first = sweep.next();
        second.complete(page(2, 2, false, ticket("T2")));

        assertThat(first.entries()).extracting(ListEntry::ticketNo).containsExactly("T1");
        assertThat(sweep.next().entries()).extracting(ListEntry::ticketNo).containsExactly("T2");
        assertThat(sweep.next().closing()).isTrue();
        assertThat(sweep.hasNext()).isFalse();
    }

    /** The total promised five pages, and the list ends with the first one. */
    @Test
    void aWalkThatEndsGivesUpWhatItFetchedAhead() {
        CompletableFuture<Page> ahead = new CompletableFuture<>();
        walks.add(over(number -> switch (number) {
            case 1 -> CompletableFuture.completedFuture(page(1, 5, true, ticket("T1")));
            case 2 -> CompletableFuture.completedFuture(page(2, 5, false, ticket("T2")));
            default -> ahead;
        }));
        walks.add(over(page(1, 2, false, ticket("T1"), ticket("T2"))));

        readAll();

        assertThat(ahead).isCancelled();
    }

    /** Otherwise a page of 1,000 large tickets would be one transaction. */
    @Test
    void aBatchIsBoundedByBytesToo() {
        String[] large = IntStream.range(0, 10)
                .mapToObj(i -> "{\"ticket_no\":\"L" + i + "\",\"update_time\":1,\"a\":\"" + "x".repeat(1 << 20) + "\"}")
                .toArray(String[]::new);
        walks.add(over(page(1, 10, false, large)));

        List<Batch> batches = readAll();

        assertThat(batches).allMatch(batch -> batch.entries().size() <= 3);
        assertThat(batches.stream().mapToInt(batch -> batch.entries().size()).sum())
                .isEqualTo(10);
    }

    @Test
    void aSweepEndsAtItsNextPageWhenTheProgramStops() {
        CompletableFuture<Page> ahead = new CompletableFuture<>();
        walks.add(over(number ->
                number < 3 ? CompletableFuture.completedFuture(page(number, 3, true, ticket("T" + number))) : ahead));
        sweep.next();
        sweep.next();
        stopping.set(true);

        assertThat(sweep.next()).matches(Batch::closing).matches(last -> !last.closesFullSweep());
        assertThat(sweep.endedEarly()).isTrue();
        assertThat(sweep.hasNext()).isFalse();
        assertThat(ahead).isCancelled();
    }

    @Test
    void aFailureEndsTheSweepBehindWhatWasReadAndGivesUpWhatIsUnderWay() {
        CompletableFuture<Page> ahead = new CompletableFuture<>();
        walks.add(over(number -> switch (number) {
            case 1 -> CompletableFuture.completedFuture(page(1, 3, true, ticket("T1")));
            case 2 -> CompletableFuture.failedFuture(TuyaFailures.of(Kind.QUOTA));
            default -> ahead;
        }));

        assertThat(sweep.next().entries()).hasSize(1);
        assertThatThrownBy(sweep::next).hasMessage("problem");

        assertThat(sweep.hasNext()).isFalse();
        assertThat(ahead).isCancelled();
    }

    private List<Batch> readAll() {
        List<Batch> batches = new ArrayList<>();
        sweep.forEachRemaining(batches::add);
        return batches;
    }

    private static String[] tickets(int page, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ticket("P" + page + "T" + i))
                .toArray(String[]::new);
    }
}
