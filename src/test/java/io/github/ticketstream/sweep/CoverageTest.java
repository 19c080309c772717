package io.github.ticketstream.sweep;

import static io.github.ticketstream.tuya.PageWalks.page;
import static io.github.ticketstream.tuya.PageWalks.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.tuya.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the walks of a sweep prove, where it hangs by one entry. */
final class CoverageTest {
    private final PublishedVersions versions = new PublishedVersions();
    private final KnownTickets tickets = versions.tickets();
    private final SweepProgress progress = TestSweeps.progress();
    private final Totals totals = new Totals();
    private Coverage coverage = coverage(0);

    private Coverage coverage(long knownExcess) {
        return new Coverage(tickets, progress, knownExcess, totals);
    }

    private void walk(Page... pages) {
        coverage.beginWalk();
        for (Page page : pages) {
            coverage.read(page);
        }
        coverage.endWalk();
    }

    @Test
    void aWalkThatMetAllButTheKnownExcessIsCertain() {
        coverage = coverage(1);
        walk(page(1, 3, false, ticket("A"), ticket("B")));

        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.isCertain()).isTrue();
    }

    /** D left page 1 after it was read, C crossed the boundary unseen, E came at the end: the total stands still. */
    @Test
    void aTicketThatCameDuringAWalkMayHideOneThatNoPageHeld() {
        walk(
                at(1_000, page(1, 4, true, ticket("D", 10), ticket("B", 20))),
                at(2_000, page(2, 4, false, ticket("A", 30), ticket("E", 1_500))));

        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.isCertain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {999, 2_001})
    void aNewTicketThatDidNotComeDuringTheWalkHidesNone(long updateTime) {
        walk(
                at(1_000, page(1, 4, true, ticket("D", 10), ticket("B", 20))),
                at(2_000, page(2, 4, false, ticket("A", 30), ticket("E", updateTime))));

        assertThat(coverage.isCertain()).isTrue();
    }

    @Test
    void aKnownTicketThatChangesDuringAWalkHidesNone() {
        PublishedMarks.put(versions, "E", Mark.of(1_100));
        walk(
                at(1_000, page(1, 4, true, ticket("D", 10), ticket("B", 20))),
                at(2_000, page(2, 4, false, ticket("A", 30), ticket("E", 1_500))));

        assertThat(coverage.isCertain()).isTrue();
    }

    /** With a filter by state, a ticket that is known comes back to the list as often as a new one turns up. */
    @Test
    void aTicketThatComesBackDuringAWalkMayHideOneThatNoPageHeld() {
        PublishedMarks.put(versions, "E", Mark.of(500).with(Absence.missing(700, 600)));
        walk(
                at(1_000, page(1, 4, true, ticket("D", 10), ticket("B", 20))),
                at(2_000, page(2, 4, false, ticket("A", 30), ticket("E", 1_500))));

        assertThat(coverage.isCertain()).isFalse();
    }

    private static Page at(long time, Page page) {
        return new Page(page.number(), page.number(), page.total(), page.hasMore(), time, page.entries());
    }

    /** A ticket that hops in front of the page that is read hides behind an entry that is counted twice. */
    @Test
    void anEntryThatIsNoTicketAndIsMetOnTwoPagesProvesNothingOfATicketThatNoPageHeld() {
        Page[] list = {
            page(1, 3, true, ticket("A"), "{\"ticket_no\":\"B\"}"), page(2, 3, false, "{\"ticket_no\":\"B\"}")
        };
        walk(list);
        assertThat(coverage.isComplete()).isFalse();
        walk(list);
        assertThat(coverage.isCertain()).isFalse();

        coverage = coverage(0);
        walk(page(1, 3, true, ticket("A"), "17"), page(2, 3, false, "17"));

        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.isCertain()).isFalse();
    }

    /** The total is one too low, and a ticket hopped in front of page 2. */
    @Test
    void aPageBehindThePromisedOnesThatHoldsNoTicketProvesThatOneMayHaveHopped() {
        String defective = "{\"ticket_no\":\"B\"}";
        coverage.beginWalk();
        coverage.read(page(1, 2, true, ticket("A"), defective));
        coverage.movedBehindPromised(page(2, 2, false, defective));
        coverage.endWalk();

        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.isCertain()).isFalse();
    }

    /** Of the last total alone: a ticket may have changed its state in between. */
    @Test
    void ticketsByStateAreThoseThatWereSeenUnderOneTotal() {
        walk(page(1, 3, false, ticket("A"), ticket("B")));
        assertThat(progress.states()).isEqualTo(Map.of("other", 2));
        walk(page(1, 3, false, ticket("A"), ticket("B"), ticket("C")));
        assertThat(progress.states()).isEqualTo(Map.of("other", 3));

        walk(page(1, 1, false, ticket("A")));

        assertThat(progress.states()).isEqualTo(Map.of("other", 1));
    }

    @Test
    void thatTotalsAreTooLowIsSaidOnceAndThatTheyAreRightAgain() {
        try (CapturedLog log = CapturedLog.of(Totals.class.getName())) {
            totals.wasRight();
            totals.wasTooLow(240, 210);
            totals.wasTooLow(240, 210);
            totals.wasRight();
            totals.wasRight();

            assertThat(log.events())
                    .extracting(event -> event.getMessage().getFormattedMessage())
                    .containsExactly(
                            "the list holds 240 entries, 30 more than the API counts: from now on a sweep is complete when"
                                    + " two walks in a row agree",
                            "the API counts what its list holds again");
        }
    }
}
