package io.github.ticketstream.sweep;

import static io.github.ticketstream.tuya.PageWalks.page;
import static io.github.ticketstream.tuya.PageWalks.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageSize;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether a sweep has seen the whole list, and how often it looks. {@code A B /3 | C /3; …} is a walk over two pages, each with
 * the total that it tells, and another walk; numbers are entries that are no ticket. The last page says that there is none
 * behind it, unless it ends with {@code +}.
 */
class FullSweepTest {
    private final Deque<PageWalk> walks = new ArrayDeque<>();
    private final KnownTickets tickets = new KnownTickets();
    private final SweepProgress progress = TestSweeps.progress();
    private final Totals totals = new Totals();
    private FullSweep sweep = sweep(0);

    private FullSweep sweep(long knownExcess) {
        return new FullSweep(
                walks::remove,
                new Coverage(tickets, progress, knownExcess, totals),
                TestSweeps.observer(new ListObservations(PageSize.of(20), tickets)),
                new Sweep.Frame(progress, new TransactionSize(), () -> false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ':', textBlock = """
                    a list that is whole is walked once                    : A B /3 | C /3                       : complete 1
                    entries that are no ticket account for the total       : A 17 17 /3                          : complete 1
                    without a total every walked list is complete          : A /-1                               : complete 1
                    more than the total is complete when walks agree       : A B /1; A B /1                      : complete 2
                    less than the total is complete when walks agree       : A B /4 | C /4; A B /4 | C /4        : complete 2
                    a ticket that was missed is probed for once more       : A B /3 | B /3; C A /3 | B /3        : complete 2
                    earlier walks count under the same total               : A B B /3; C B B /3                  : complete 2
                    a ticket on two pages means that the list moved        : A B /3 | B C /3; A B /3 | C /3      : complete 2
                    a ticket twice on one page did not move                : A A B /3; A A B /3                  : complete 2
                    a total that changes in a walk is not found too low    : A B /2 | C /1 | D /2; B C D /3      : complete 2
                    what was seen under another total is no help           : A X B /4; A B /3; A B C /3          : complete 3
                    a total that changes in each walk proves nothing       : A B /3 | C /2; A B /3 | C /2; A B /3 | C /2 : incomplete 3
                    walks that saw different tickets do not agree          : A B /4; A C /4; B C /4              : incomplete 3
                    a ticket that jumps in each walk is no agreement       : A B /4 | B C /4; A B /4 | B C /4; A B /4 | B C /4 : incomplete 3
                    an empty page behind the promised ones is the end      : A B /3 | C /3 | /0 +                : complete 1
                    a repeated page behind the promised ones is the end    : A B /4 | C D /4 | C D /4 +          : complete 1
                    known tickets behind the promised pages are the end    : A B /4 | C D /4 | A D /4 +          : complete 1
                    known tickets on a last page behind them mean a move   : A B /4 | C D /4 | D /4; E A /4 | B C /4 | D /4; E A /4 | B C /4 | D /4 : complete 3
                    an empty page may be the last one                      : A B /2 | /2                         : complete 1
                    an empty list that is counted as such is complete      : /0                                  : complete 1
                    a total of none is too low for a list with a ticket    : A /0; A /0                          : complete 2
                    other entries behind the promised pages are the list's : A B /2 | 17 18 /2 | 17 /2 +; A B /2 | 17 18 /2 | 17 /2 + : complete 2
                    """)
    void walksUntilTheListIsKnownToBeWhole(String why, String list, String outcome) {
        walk(list);

        assertOutcome(outcome);
    }

    @Test
    void allTicketsArePassedOnAndTheClosingBatchIsOneOfItsOwn() {
        walk("A B /3 | C /3");

        List<Batch> batches = all();

        assertThat(tickets(batches)).containsExactly("A", "B", "C");
        assertThat(batches).filteredOn(Batch::closing).hasSize(1);
        assertThat(batches)
                .last()
                .matches(Batch::closing)
                .matches(last -> last.entries().isEmpty());
        assertThat(progress.get(SweepCount.FETCHED)).isEqualTo(3);
    }

    @Test
    void aTotalThatWasTooLowProvesNothingInTheSweepsAfterIt() {
        walk("A B /1; A B /1");
        assertOutcome("complete 2");

        sweep = sweep(0);
        walk("A B /2 | B /2; A C /2; A C /2");
        assertOutcome("complete 3");
    }

    @Test
    void aTotalThatAgreesWithWalksThatAgreeIsBelievedAgain() {
        walk("A B /1; A B /1");
        assertOutcome("complete 2");
        sweep = sweep(0);
        walk("A B /2; A B /2");
        assertOutcome("complete 2");

        sweep = sweep(0);
        walk("A B /2");
        assertOutcome("complete 1");
    }

    @Test
    void moreThanTheTotalInWalksTogetherIsTooMuchForTheirSweep() {
        walk("A B /3; C D /3; A B C /3");
        assertOutcome("incomplete 3");

        sweep = sweep(0);
        walk("A B C /3");
        assertOutcome("complete 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
                    walks that agree are               : A B /1; A B /1                     : true
                    a walk that met each ticket once is: A B /3 | C /3                      : true
                    an entry that is no ticket is met  : A 17 /2                            : true
                    what they have seen together is not: A B /3 | B /3; A B /3 | B C /3     : false
                    """)
    void aSweepIsCertain(String what, String list, boolean certain) {
        walk(list);

        assertThat(all()).last().matches(Batch::closesFullSweep);
        assertThat(sweep.coverage.isCertain()).isEqualTo(certain);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
                    0 : A B /4 | C /4; A B /4 | C /4             : complete 2
                    0 : A A B /3; A A B /3                       : complete 2
                    1 : A B /4 | C /4                            : complete 1
                    1 : A B /4 | /4; A B /4 | C /4; A B /4 | C /4 : complete 3
                    """)
    void anExcessThatIsKnownTakesNoMoreWalksAndMoreThanThatIsLookedFor(long known, String list, String outcome) {
        sweep = sweep(known);
        walk(list);

        assertOutcome(outcome);
        assertThat(sweep.coverage.excess()).isEqualTo(1);
    }

    /** It may show a newer version than the page before it did. */
    @Test
    void whatAPageBehindTheEndShowsIsPassedOn() {
        walk("A B /2 | A /2 +");

        assertThat(tickets(all())).containsExactly("A", "B", "A");
    }

    @Test
    void whatWasSeenOnTheWayToAWalkIsPassedOnFirstAndCountsForNoPage() {
        walks.add(PageWalks.after(page(1, 3, true, ticket("X"), ticket("A")), page(1, 1, false, ticket("A"))));

        assertThat(tickets(all())).containsExactly("X", "A", "A");
        assertThat(sweep.isComplete()).isTrue();
        assertThat(sweep.seen()).isEqualTo(1);
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

    private void walk(String list) {
        Stream.of(list.split(";"))
                .map(walk -> walk.split("\\|"))
                .forEach(pages -> walk(IntStream.range(0, pages.length)
                        .mapToObj(i -> readPage(i + 1, pages[i].strip(), i + 1 < pages.length))
                        .toArray(Page[]::new)));
    }

    private static Page readPage(int number, String page, boolean hasMore) {
        String[] parts = page.replace("+", "").split("/");
        String[] entries = Stream.of(parts[0].split(" "))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Character.isDigit(entry.charAt(0)) ? entry : ticket(entry))
                .toArray(String[]::new);
        return page(number, Integer.parseInt(parts[1].strip()), hasMore || page.endsWith("+"), entries);
    }

    private void walk(Page... pages) {
        walks.add(PageWalks.over(pages));
    }

    private void assertOutcome(String outcome) {
        boolean complete = outcome.startsWith("complete");
        assertThat(all().stream().anyMatch(Batch::closesFullSweep)).isEqualTo(complete);
        assertThat(sweep.isComplete()).isEqualTo(complete);
        assertThat(sweep.walksBegun).isEqualTo(Integer.parseInt(outcome.split(" ")[1]));
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
}
