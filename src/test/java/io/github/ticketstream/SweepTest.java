package io.github.ticketstream;

import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepTest {
    private final Deque<PageWalk> walks = new ArrayDeque<>();
    private final SweepProgress progress = new SweepProgress(Instant.EPOCH, () -> 0, () -> 0);
    private boolean stopping;
    private final Sweep sweep = new Sweep(walks::remove, new KnownTickets(), () -> stopping, progress);

    @Test
    void aListThatIsWholeIsWalkedOnce() {
        walks.add(PageWalks.over(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("C"))));

        List<Batch> batches = all();

        assertThat(batches).last().matches(Batch::endsCompleteSweep);
        assertThat(tickets(batches)).containsExactly("A", "B", "C");
        assertThat(sweep.walksBegun()).isEqualTo(1);
        assertThat(progress.fetched()).isEqualTo(3);
    }

    @Test
    void moreTicketsThanTheTotalAreCompleteToo() {
        walks.add(PageWalks.over(page(1, 1, false, ticket("A"), ticket("B"))));

        assertThat(all()).last().matches(Batch::endsCompleteSweep);
    }

    @Test
    void aTicketThatWasMissedIsLookedForByAnotherWalk() {
        walks.add(PageWalks.over(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("B"))));
        walks.add(PageWalks.over(page(1, 3, true, ticket("C"), ticket("A")), page(2, 3, false, ticket("B"))));

        assertThat(all()).last().matches(Batch::endsCompleteSweep);
        assertThat(sweep.walksBegun()).isEqualTo(2);
    }

    @Test
    void whatEarlierWalksSawCounts() {
        walks.add(PageWalks.over(page(1, 3, false, ticket("A"), ticket("B"), ticket("B"))));
        walks.add(PageWalks.over(page(1, 3, false, ticket("C"), ticket("B"), ticket("B"))));

        assertThat(all()).last().matches(Batch::endsCompleteSweep);
    }

    @Test
    void afterThreeWalksAListThatIsNotWholeIsIncomplete() {
        for (int i = 0; i < 3; i++) {
            walks.add(PageWalks.over(page(1, 3, false, ticket("A"), ticket("A"), "17")));
        }

        assertThat(all()).last().matches(batch -> batch.last() && !batch.endsCompleteSweep());
        assertThat(sweep.walksBegun()).isEqualTo(3);
        assertThat(sweep.missing()).isEqualTo(1);
    }

    @Test
    void entriesThatAreNoTicketAccountForTheTotal() {
        walks.add(PageWalks.over(page(1, 3, false, ticket("A"), "17", "17")));

        assertThat(all()).last().matches(Batch::endsCompleteSweep);
    }

    @Test
    void aTotalThatIsNotToldCanNotBeMissed() {
        walks.add(PageWalks.over(page(1, -1, false, ticket("A"))));

        assertThat(all()).last().matches(Batch::endsCompleteSweep);
    }

    @Test
    void pagesThatAreThereShareABatchOfAThousandEntriesAtMost() {
        Page[] pages = IntStream.rangeClosed(1, 25)
                .mapToObj(number -> page(number, 2500, number < 25, tickets(number, 100)))
                .toArray(Page[]::new);
        walks.add(PageWalks.over(pages));

        List<Batch> batches = all();

        assertThat(batches).allMatch(batch -> batch.entries().size() <= 1000);
        assertThat(tickets(batches)).hasSize(2500).doesNotHaveDuplicates();
        assertThat(batches).hasSizeLessThan(25);
    }

    @Test
    void aSweepEndsWhenTheProgramStops() {
        walks.add(PageWalks.over(page(1, 2, true, ticket("A")), page(2, 2, false, ticket("B"))));
        stopping = true;

        assertThatThrownBy(sweep::next).isInstanceOf(CancellationException.class);
        assertThat(sweep.hasNext()).isFalse();
    }

    @Test
    void aFailureEndsASweepSoThatNobodyFetchesOn() {
        walks.add(PageWalks.over(page(1, 2, true, ticket("A")), page(2, 2, true, ticket("A"))));

        assertThatThrownBy(this::all).hasMessageContaining("page 2 repeats page 1");
        assertThat(sweep.hasNext()).isFalse();
    }

    private List<Batch> all() {
        List<Batch> batches = new ArrayList<>();
        sweep.forEachRemaining(batches::add);
        return batches;
    }

    private static List<String> tickets(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.entries().stream())
                .map(ListEntry::ticketNo)
                .toList();
    }

    private static String[] tickets(int page, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ticket("T" + page + "-" + i))
                .toArray(String[]::new);
    }

    private static String ticket(String number) {
        return "{\"ticket_no\":\"" + number + "\",\"update_time\":1}";
    }
}
