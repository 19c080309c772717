package io.github.ticketstream.sweep;

import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.pace.Region;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageSize;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import io.github.ticketstream.tuya.TicketList.Pages;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which pages a partial sweep reads, of a list of pages of two tickets. */
final class PartialSweepTest {
    private final PublishedVersions versions = new PublishedVersions();
    private final ListObservations observations = new ListObservations(PageSize.of(2), versions.tickets());
    /** Number and version of each ticket, in brackets if it is closed, by page in the order of the list. */
    private final Map<Integer, List<String>> list = new TreeMap<>();

    private final List<String> read = new ArrayList<>();

    /** Open tickets and, in brackets, closed ones: behind a page that held a change the next one is read as well. */
    @ParameterizedTest
    @CsvSource({
        "A1 B1 C1 D1 E1, A2 B1 C1 D1 E1, FRONT, A@2 B@1 C@1 D@1, 'page 1, page 2'",
        "A1 B1 C1 D1 E1, A1 B1 C1 D1 E1, FRONT, A@1 B@1, page 1",
        "A1 B1 C1 D1 E1, A1 B1 C1 D1 E2, BACK, E@2 C@1 D@1, 'page 3, page 2'",
        "(A1) (B1) (C1) D1 E1 (F1), (A1) (B1) (C1) (D2) E1 (F1), OPEN, E@1 (C@1) D@2, 'open page 1, page 2'"
    })
    void aPlaceIsReadAsFarAsItHoldsChanges(String before, String now, Region region, String tickets, String pages) {
        seen(before);
        list(now);

        assertThat(sweep(region)).containsExactly(tickets.replaceAll("[()]", "").split(" "));
        assertThat(read).containsExactly(pages.split(", "));
    }

    /** Otherwise the back of a list that has no total would be asked for again and again, at page 0. */
    @Test
    void aListThatWasNeverSeenHasNoBack() {
        list("A1 B1");

        assertThat(sweep(Region.BACK)).isEmpty();
        assertThat(read).isEmpty();
    }

    /** The list has become shorter, and the API fails what is behind its end: it must not do so again and again. */
    @Test
    void aBackThatFailedIsNotAskedForAgainBeforeTheLengthOfTheListIsKnown() {
        seen("A1 B1 C1 D1 E1");
        Pages shorter = new TestPages() {
            @Override
            public Page page(int number) {
                throw TuyaFailures.of(Kind.LIST);
            }
        };
        assertThatThrownBy(() -> sweep(shorter, Region.BACK)).isInstanceOf(TuyaException.class);

        assertThat(sweep(Region.BACK)).isEmpty();
        assertThat(read).isEmpty();
        list("A1 B1 C2");
        sweep(Region.FRONT);
        assertThat(sweep(Region.BACK)).contains("C@2");
    }

    /** It may stay among them for years. */
    @Test
    void anEntryThatIsNoTicketDoesNotHideWhatHasLeftTheOpenOnes() {
        seen("(A1) (B1) (C1) D1");

        sweep(withOpen(PageWalks.over(PageWalks.page(1, 1, false, "{}"))), Region.OPEN);
        assertThat(read).containsExactly("page 2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the total says that there is another one, (A1) (B1) (C1) D1 E1 F1, 3, D1 E1",
        "the API ignores the states, A1 (B1) C1, 2, A1 (B1)"
    })
    void aListThatIsNotThatOfAllOpenTicketsConcludesNothing(String what, String before, long total, String open) {
        seen(before);
        String[] entries =
                Stream.of(open.split(" ")).map(PartialSweepTest::json).toArray(String[]::new);

        sweep(withOpen(PageWalks.over(page(1, total, false, entries))), Region.OPEN);
        assertThat(read).isEmpty();
    }

    /** A change is a region's own only once. */
    @Test
    void theChangesOfAPlaceAreThoseThatNoPlaceBeforeItFound() {
        seen("A1 B1");
        list("A2 B1");
        PartialSweep sweep = partial(new TestPages(), Region.FRONT, Region.OPEN);
        while (sweep.hasNext()) {
            sweep.next();
        }

        assertThat(sweep.visits.get(Region.FRONT).changes()).isEqualTo(1);
        assertThat(sweep.visits.get(Region.OPEN).changes()).isZero();
        assertThat(sweep.visits.get(Region.OPEN).calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST", "LIST", "TRANSIENT", "UNKNOWN", "CONFIGURATION"})
    void aPlaceThatCanNotBeHadWhileAnotherCanFailsAlone(Kind kind) {
        seen("A1 B1");
        list("A2 B1");
        PartialSweep sweep = partial(withoutOpen(kind), Region.FRONT, Region.OPEN);

        assertThat(publish(sweep)).contains("A@2");
        assertThat(sweep.failures).containsOnlyKeys(Region.OPEN);
        assertThat(sweep.visits).containsOnlyKeys(Region.FRONT);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUOTA", "REAUTHENTICATE", "CLOCK"})
    void whatFailsForAllPlacesFailsTheSweep(Kind kind) {
        seen("A1 B1");

        assertThatThrownBy(() -> sweep(withoutOpen(kind), Region.FRONT, Region.OPEN))
                .isInstanceOf(TuyaException.class);
    }

    @Test
    void aPlaceThatCanNotBeHadFailsTheSweepAsLongAsNothingElseHasAnswered() {
        seen("A1 B1");

        assertThatThrownBy(() -> sweep(withoutOpen(Kind.REQUEST), Region.OPEN)).isInstanceOf(TuyaException.class);
    }

    /** Then it costs one call as long as the API has not recovered, and none more once it has. */
    @Test
    void aPollAfterAFailureAsksForOnePageOnce() {
        seen("A1 B1");
        list("A2 B1");
        PartialSweep sweep = new PartialSweep(
                new Poll(EnumSet.of(Region.FRONT, Region.OPEN), 1),
                withoutOpen(Kind.REQUEST),
                observations,
                TestSweeps.frame());

        assertThat(publish(sweep)).contains("A@2");
        assertThat(read).containsExactly("once page 1");
        assertThat(sweep.failures).containsOnlyKeys(Region.OPEN);
    }

    private Pages withoutOpen(Kind kind) {
        return withOpen(PageWalks.over(number -> CompletableFuture.failedFuture(TuyaFailures.of(kind))));
    }

    private Pages withOpen(PageWalk open) {
        return new TestPages() {
            @Override
            public PageWalk openTickets() {
                return open;
            }
        };
    }

    /** The whole list instead of the open tickets: it may have a thousand pages. */
    @Test
    void aListOfOpenTicketsThatHoldsClosedOnesIsNotWalkedFurther() {
        seen("A1 (B1) C1 D1 E1 F1 G1 H1");
        List<Integer> asked = new ArrayList<>();
        PageWalk all = PageWalks.over(number -> {
            asked.add(number);
            return CompletableFuture.completedFuture(wholePage(number));
        });

        sweep(withOpen(all), Region.OPEN);

        assertThat(asked).containsExactly(1);
    }

    private void list(String tickets) {
        list.clear();
        for (String ticket : tickets.split(" ")) {
            int last = Math.max(1, list.size());
            int page = list.getOrDefault(last, List.of()).size() < 2 ? last : last + 1;
            list.computeIfAbsent(page, number -> new ArrayList<>()).add(ticket);
        }
    }

    private void seen(String tickets) {
        list(tickets);
        FullSweep sweep = new FullSweep(
                () -> PageWalks.over(list.keySet().stream().map(this::wholePage).toArray(Page[]::new)),
                new Coverage(versions.tickets(), TestSweeps.progress(), 0, new Totals()),
                TestSweeps.observer(observations),
                TestSweeps.frame());
        publish(sweep);
        read.clear();
    }

    private List<String> sweep(Region first, Region... others) {
        return sweep(new TestPages(), first, others);
    }

    private List<String> sweep(Pages pages, Region first, Region... others) {
        return publish(partial(pages, first, others));
    }

    private PartialSweep partial(Pages pages, Region first, Region... others) {
        return new PartialSweep(new Poll(EnumSet.of(first, others), 0), pages, observations, TestSweeps.frame());
    }

    private List<String> publish(Sweep sweep) {
        List<String> tickets = new ArrayList<>();
        while (sweep.hasNext()) {
            for (ListEntry entry : sweep.next().entries()) {
                tickets.add(entry.versionId());
                PublishedMarks.put(versions, entry.ticketNo(), entry.updateTime());
            }
        }
        return tickets;
    }

    private Page wholePage(int number) {
        int total = list.values().stream().mapToInt(List::size).sum();
        return page(
                number,
                total,
                number < list.size(),
                list.get(number).stream().map(PartialSweepTest::json).toArray(String[]::new));
    }

    private static String json(String ticket) {
        boolean closed = ticket.startsWith("(");
        String version = ticket.replaceAll("[()]", "");
        return "{\"ticket_no\":\"" + version.charAt(0) + "\",\"update_time\":" + version.charAt(1)
                + ",\"state_code\":\"" + (closed ? "Finished" : "Pending") + "\"}";
    }

    private class TestPages implements Pages {
        @Override
        public Page page(int number) {
            read.add("page " + number);
            return wholePage(number);
        }

        @Override
        public Page pageOnce(int number) {
            read.add("once page " + number);
            return wholePage(number);
        }

        @Override
        public PageWalk openTickets() {
            String[] open = list.values().stream()
                    .flatMap(List::stream)
                    .filter(ticket -> !ticket.startsWith("("))
                    .map(PartialSweepTest::json)
                    .toArray(String[]::new);
            read.add("open page 1");
            return PageWalks.over(PageWalks.page(1, open.length, false, open));
        }
    }
}
