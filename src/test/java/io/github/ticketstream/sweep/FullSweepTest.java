package io.github.ticketstream.sweep;

import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether a sweep has seen the whole list, and how often it looks. */
class FullSweepTest {
    private final Deque<PageWalk> walks = new ArrayDeque<>();
    private final KnownTickets tickets = new KnownTickets();
    private final SweepProgress progress = TestSweeps.progress();
    private boolean stopping;
    private final Totals totals = new Totals();
    private FullSweep sweep = sweep(0);

    private FullSweep sweep(long knownExcess) {
        Coverage coverage = new Coverage(tickets, progress, knownExcess, totals);
        return new FullSweep(
                walks::remove,
                coverage,
                TestSweeps.observer(new Whereabouts(20, tickets)),
                new Sweep.Frame(progress, new TransactionSize(), () -> stopping));
    }

    @Test
    void aListThatIsWholeIsWalkedOnce() {
        walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("C")));

        List<Batch> batches = all();

        assertThat(batches).last().matches(Batch::closing);
        assertThat(tickets(batches)).containsExactly("A", "B", "C");
        assertThat(sweep.walksBegun()).isEqualTo(1);
        assertThat(progress.get(SweepCount.FETCHED)).isEqualTo(3);
    }

    @Test
    void theClosingBatchIsOneOfItsOwnAfterAllTickets() {
        walk(page(1, 1, false, ticket("A")));

        assertThat(all())
                .extracting(Batch::closing, batch -> batch.entries().size())
                .containsExactly(tuple(false, 1), tuple(true, 0));
    }

    @Test
    void moreTicketsThanTheTotalAreCompleteWhenWalksAgree() {
        walk(page(1, 1, false, ticket("A"), ticket("B")));
        walk(page(1, 1, false, ticket("A"), ticket("B")));

        assertComplete(2);
    }

    @Test
    void aTotalThatWasTooLowProvesNothingInTheSweepsAfterIt() {
        walk(page(1, 1, false, ticket("A"), ticket("B")));
        walk(page(1, 1, false, ticket("A"), ticket("B")));
        assertComplete(2);

        sweep = sweep(0);
        walk(page(1, 2, true, ticket("A"), ticket("B")), page(2, 2, false, ticket("B")));
        walk(page(1, 2, false, ticket("A"), ticket("C")));
        walk(page(1, 2, false, ticket("A"), ticket("C")));
        assertComplete(3);
    }

    @Test
    void aTotalThatAgreesWithWalksThatAgreeIsBelievedAgain() {
        walk(page(1, 1, false, ticket("A"), ticket("B")));
        walk(page(1, 1, false, ticket("A"), ticket("B")));
        assertComplete(2);
        sweep = sweep(0);
        walk(page(1, 2, false, ticket("A"), ticket("B")));
        walk(page(1, 2, false, ticket("A"), ticket("B")));
        assertComplete(2);

        sweep = sweep(0);
        walk(page(1, 2, false, ticket("A"), ticket("B")));
        assertComplete(1);
    }

    @Test
    void moreThanTheTotalInWalksTogetherIsTooMuchForTheirSweep() {
        walk(page(1, 3, false, ticket("A"), ticket("B")));
        walk(page(1, 3, false, ticket("C"), ticket("D")));
        walk(page(1, 3, false, ticket("A"), ticket("B"), ticket("C")));
        assertIncomplete(3);

        sweep = sweep(0);
        walk(page(1, 3, false, ticket("A"), ticket("B"), ticket("C")));
        assertComplete(1);
    }

    /** One that was seen has gone, and another one has come. */
    @Test
    void aTotalThatChangesDuringAWalkIsNotFoundTooLow() {
        walk(page(1, 2, true, ticket("A"), ticket("B")), page(2, 1, true, ticket("C")), page(3, 2, false, ticket("D")));
        walk(page(1, 3, false, ticket("B"), ticket("C"), ticket("D")));

        assertComplete(2);
    }

    @Test
    void walksThatAgreeAreCertain() {
        walk(page(1, 1, false, ticket("A"), ticket("B")));
        walk(page(1, 1, false, ticket("A"), ticket("B")));

        assertComplete(2);
        assertThat(sweep.coverage().isCertain()).isTrue();
    }

    @Test
    void aWalkThatMetEachTicketOnceIsCertain() {
        walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("C")));

        assertComplete(1);
        assertThat(sweep.coverage().isCertain()).isTrue();
    }

    @Test
    void whatWalksHaveSeenTogetherIsCompleteAndNotCertain() {
        walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("B")));
        walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("B"), ticket("C")));

        assertComplete(2);
        assertThat(sweep.coverage().isCertain()).isFalse();
    }

    @Test
    void aPageBehindThePromisedOnesThatHoldsNoTicketBelongsToTheListAsWell() {
        Page[] pages = {page(1, 2, true, ticket("A"), ticket("B")), page(2, 2, true, "17", "18"), page(3, 2, true, "17")
        };
        walk(pages);
        walk(pages);

        List<Batch> batches = all();

        assertThat(batches).last().matches(Batch::closing);
        assertThat(sweep.coverage().seen()).isEqualTo(4);
        assertThat(sweep.walksBegun()).isEqualTo(2);
    }

    /** Of five tickets the last one jumps to page 1 when page 2 was read, and the one before it slides to page 3. */
    @Test
    void aLastPageBehindThePromisedOnesThatHoldsKnownTicketsMeansThatTheListMoved() {
        Page[] moved = {
            page(1, 4, true, ticket("A"), ticket("B")),
            page(2, 4, true, ticket("C"), ticket("D")),
            page(3, 4, false, ticket("D"))
        };
        walk(moved);
        walk(
                page(1, 4, true, ticket("E"), ticket("A")),
                page(2, 4, true, ticket("B"), ticket("C")),
                page(3, 4, false, ticket("D")));
        walk(
                page(1, 4, true, ticket("E"), ticket("A")),
                page(2, 4, true, ticket("B"), ticket("C")),
                page(3, 4, false, ticket("D")));

        assertComplete(3);
    }

    @Test
    void aTicketThatWasMissedIsLookedForByAnotherWalk() {
        walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("B")));
        walk(page(1, 3, true, ticket("C"), ticket("A")), page(2, 3, false, ticket("B")));

        assertComplete(2);
    }

    @Test
    void whatEarlierWalksSawCountsUnderTheSameTotal() {
        walk(page(1, 3, false, ticket("A"), ticket("B"), ticket("B")));
        walk(page(1, 3, false, ticket("C"), ticket("B"), ticket("B")));

        assertComplete(2);
    }

    /** 40 tickets, page size 20; one of page 1 is deleted after page 1 was served, and page 2 begins one further. */
    @Test
    void aListThatShrinksWhileItIsWalkedIsWalkedAgain() {
        walk(page(1, 40, true, tickets("T", 1, 20)), page(2, 39, false, tickets("T", 22, 40)));
        walk(page(1, 39, true, tickets("T", 2, 21)), page(2, 39, false, tickets("T", 22, 40)));

        List<Batch> batches = all();

        assertThat(batches).last().matches(Batch::closing);
        assertThat(sweep.walksBegun()).isEqualTo(2);
        assertThat(tickets(batches)).contains("T21");
    }

    @Test
    void aTotalThatChangesDuringEachWalkProvesNothing() {
        for (int i = 0; i < 3; i++) {
            walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 2, false, ticket("C")));
        }

        assertIncomplete(3);
    }

    @Test
    void whatWasSeenUnderAnotherTotalIsNoHelp() {
        walk(page(1, 4, false, ticket("A"), ticket("GONE"), ticket("B")));
        // One was deleted between the walks; C is hidden by a page that moved.
        walk(page(1, 3, false, ticket("A"), ticket("B")));
        walk(page(1, 3, false, ticket("A"), ticket("B"), ticket("C")));

        assertComplete(3);
    }

    @Test
    void aTicketOnTwoPagesMeansThatTheListMoved() {
        walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("B"), ticket("C")));
        walk(page(1, 3, true, ticket("A"), ticket("B")), page(2, 3, false, ticket("C")));

        assertComplete(2);
    }

    @Test
    void walksThatAgreeMakeAListKnownThoughItsTotalIsTooLarge() {
        walk(page(1, 4, true, ticket("A"), ticket("B")), page(2, 4, false, ticket("C")));
        walk(page(1, 4, true, ticket("A"), ticket("B")), page(2, 4, false, ticket("C")));

        assertComplete(2);
        assertThat(sweep.coverage().excess()).isEqualTo(1);
    }

    @Test
    void anExcessThatIsKnownTakesNoMoreWalks() {
        sweep = sweep(1);
        walk(page(1, 4, true, ticket("A"), ticket("B")), page(2, 4, false, ticket("C")));

        assertComplete(1);
        assertThat(sweep.coverage().excess()).isEqualTo(1);
    }

    @Test
    void moreThanTheKnownExcessIsLookedFor() {
        sweep = sweep(1);
        walk(page(1, 4, true, ticket("A"), ticket("B")), page(2, 4, false));
        walk(page(1, 4, true, ticket("A"), ticket("B")), page(2, 4, false, ticket("C")));
        walk(page(1, 4, true, ticket("A"), ticket("B")), page(2, 4, false, ticket("C")));

        assertComplete(3);
    }

    @Test
    void walksThatSawDifferentTicketsDoNotAgree() {
        walk(page(1, 4, false, ticket("A"), ticket("B")));
        walk(page(1, 4, false, ticket("A"), ticket("C")));
        walk(page(1, 4, false, ticket("B"), ticket("C")));

        assertIncomplete(3);
        assertThat(sweep.coverage().missing()).isEqualTo(1);
    }

    @Test
    void aTicketThatJumpsFromThePageBehindEachTimeIsNoAgreement() {
        for (int i = 0; i < 3; i++) {
            walk(page(1, 4, true, ticket("A"), ticket("B")), page(2, 4, false, ticket("B"), ticket("C")));
        }

        assertIncomplete(3);
    }

    @Test
    void oneTicketThatIsListedTwiceOnOnePageDidNotMove() {
        walk(page(1, 3, false, ticket("A"), ticket("A"), ticket("B")));
        walk(page(1, 3, false, ticket("A"), ticket("A"), ticket("B")));

        assertComplete(2);
        assertThat(sweep.coverage().excess()).isEqualTo(1);
    }

    @Test
    void entriesThatAreNoTicketAccountForTheTotal() {
        walk(page(1, 3, false, ticket("A"), "17", "17"));

        assertComplete(1);
    }

    @Test
    void withoutATotalEveryWalkedListCountsAsComplete() {
        walk(page(1, -1, false, ticket("A")));

        assertComplete(1);
    }

    /** 25 tickets, pages of 10, and has_more is always true: page 4 is empty. */
    @Test
    void anEmptyPageBehindThePromisedOnesIsTheEnd() {
        walk(
                page(1, 25, true, tickets("T", 1, 10)),
                page(2, 25, true, tickets("T", 11, 20)),
                page(3, 25, true, tickets("T", 21, 25)),
                page(4, 0, true));

        assertComplete(1);
    }

    @Test
    void aRepeatedPageBehindThePromisedOnesIsTheEnd() {
        walk(
                page(1, 4, true, ticket("A"), ticket("B")),
                page(2, 4, true, ticket("C"), ticket("D")),
                page(3, 4, true, ticket("C"), ticket("D")));

        assertComplete(1);
    }

    @Test
    void aPageOfKnownTicketsBehindThePromisedOnesIsTheEnd() {
        walk(
                page(1, 4, true, ticket("A"), ticket("B")),
                page(2, 4, true, ticket("C"), ticket("D")),
                page(3, 4, true, ticket("A"), ticket("D")));

        assertComplete(1);
    }

    @Test
    void aListIsNotEndlessAsLongAsItsPagesBringTickets() {
        Page[] pages = IntStream.rangeClosed(1, 210)
                .mapToObj(number -> page(number, 1_000, number < 210, tickets("P" + number + "-", 1, 100)))
                .toArray(Page[]::new);
        walk(pages);
        walk(pages);

        List<Batch> batches = all();

        assertThat(batches).last().matches(Batch::closing);
        assertThat(tickets(batches).stream().distinct()).hasSize(21_000);
    }

    @Test
    void pagesThatAreThereShareABatchOfAThousandEntriesAtMost() {
        Page[] pages = IntStream.rangeClosed(1, 25)
                .mapToObj(number -> page(number, 2500, number < 25, tickets("P" + number + "-", 1, 100)))
                .toArray(Page[]::new);
        walk(pages);

        List<Batch> batches = all();

        assertThat(batches).allMatch(batch -> batch.entries().size() <= 1000);
        assertThat(tickets(batches)).hasSize(2500).doesNotHaveDuplicates();
        assertThat(batches).hasSizeLessThan(25);
    }

    @Test
    void aSweepEndsWhenTheProgramStops() {
        walk(page(1, 2, true, ticket("A")), page(2, 2, false, ticket("B")));
        stopping = true;

        Batch last = sweep.next();
        assertThat(last.closing()).isTrue();
        assertThat(last.closesFullSweep()).isFalse();
        assertThat(sweep.endedEarly()).isTrue();
        assertThat(sweep.hasNext()).isFalse();
    }

    /** Seen is seen: a ticket on page 1 is in the list although page 2 can't be had. */
    @Test
    void whatWasReadBeforeAPageThatFailsIsABatch() {
        walk(page(1, 4, true, ticket("A")), page(2, 4, true, ticket("A")));

        assertThat(tickets(List.of(sweep.next()))).containsExactly("A");
        assertThat(sweep.hasNext()).isTrue();
        assertThatThrownBy(sweep::next).hasMessageContaining("page 2 repeats page 1");
    }

    @Test
    void aFailureEndsASweepSoThatNobodyFetchesOn() {
        walk(page(1, 4, true, ticket("A")), page(2, 4, true, ticket("A")));

        assertThatThrownBy(this::all).hasMessageContaining("page 2 repeats page 1");
        assertThat(sweep.hasNext()).isFalse();
    }

    private void walk(Page... pages) {
        walks.add(PageWalks.over(pages));
    }

    private void assertComplete(int walksBegun) {
        assertThat(all()).last().matches(Batch::closesFullSweep);
        assertThat(sweep.walksBegun()).isEqualTo(walksBegun);
    }

    private void assertIncomplete(int walksBegun) {
        assertThat(all()).noneMatch(Batch::closesFullSweep);
        assertThat(sweep.isComplete()).isFalse();
        assertThat(sweep.walksBegun()).isEqualTo(walksBegun);
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

    private static String[] tickets(String prefix, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> ticket(prefix + i))
                .toArray(String[]::new);
    }

    private static String ticket(String number) {
        return "{\"ticket_no\":\"" + number + "\",\"update_time\":1}";
    }
}
