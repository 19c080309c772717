package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.FaultRule;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks whose page size is found by asking, against an API that lies about large pages, or fails for a while. */
@Timeout(60)
final class PageSizeOverHttpTest {
    @AutoClose
    private final TuyaSimulator simulator = TuyaSimulator.start();

    /** Where calls are limited, none that is not on the state topic's count is repeated: nothing is waited for. */
    @AutoClose
    private final ConnectedTuya tuya = ConnectedTuya.to(simulator, "tuya.calls-per-month=26000");

    private final PageSize size = tuya.tuya().tickets().size();
    private final Set<String> seen = new HashSet<>();
    /** 0 as long as no walk has failed. */
    private int failedPage;

    @BeforeEach
    void haveALongList() {
        simulator.tickets().addGenerated(1_200, 1);
    }

    /** An API that takes a large size for a page that is not there. */
    @ParameterizedTest
    @CsvSource({"50, 50", "200, 50"})
    void anEmptyPageIsNoListThatHasBecomeEmpty(int before, int found) {
        size.restore(before + ":0");
        complete();
        simulator.faults().always(Calls.largerPage(50, 1), list(1, 0, false));

        complete();

        assertThat(seen).hasSize(1_200);
        assertThat(size.asked()).isEqualTo(found);
    }

    /** Its guards refuse every walk with that size, and no single page shows why. */
    @Test
    void aSizeAtWhichPageOneComesAgainAndAgainIsGivenUp() {
        size.restore("500:0");
        simulator.faults().always(Calls.largerPage(200, 2), list(1, 1_200, true));

        sweepUntilSizeIs(200, 3);
    }

    @Test
    void anOutageAfterWhichALargePageFailsOnceMoreCostsOneSizeAndNoMore() {
        size.restore("500:0");
        failSweeps(Calls.feedbacks(), 10);
        assertThat(size.asked()).isEqualTo(50);
        complete();
        simulator.faults().next(1, Calls.largerPage(50, 1), Fault.status(429));
        assertThat(sweep()).isFalse();

        complete();
        complete();
        assertThat(size.asked()).isEqualTo(200);
    }

    /** The list has become shorter meanwhile, and this API refuses what is behind its end. */
    @Test
    void aPageThatWentWhileItsSizeWasDoubtedDoesNotStandInTheWayOfTheNextWalk() {
        size.restore("500:0");
        failSweeps(Calls.page(3), 2);
        assertThat(size.asked()).isLessThan(500);
        shortenTo(700);

        boolean atOnce = sweep();
        assertThat(atOnce || sweep()).isTrue();
        complete();

        assertThat(size.asked()).isEqualTo(500);
    }

    /** As above; and the API has ceased to give that size, which it shows by what looks like an outage. */
    @Test
    void aSizeThatFailsOnPageOneIsGivenUpAlthoughThePageThatFailedBeforeIsGone() {
        size.restore("200:0");
        failSweeps(Calls.page(3), 1);
        shortenTo(90);
        simulator.faults().always(Calls.largerPage(50, 1), Fault.status(503));

        sweepUntilSizeIs(50, 5);
    }

    @ParameterizedTest
    @CsvSource({"500, 200", "200, 100", "100, 50"})
    void aPageThatIsTooLargeInTheMiddleOfTheListCostsOneSize(int before, int found) {
        size.restore(before + ":0");
        simulator.faults().always(Calls.largerPage(found, 3), Fault.oversize(17 << 20));

        sweepUntilSizeIs(found, 3);
    }

    static List<Consumer<TuyaSimulator>> faultsOfEverySize() {
        return List.of(
                api -> api.quirks().ignorePageNo(true),
                api -> api.quirks().total(-1),
                api -> api.faults().always(Calls.feedbacks(), Fault.status(503)));
    }

    @ParameterizedTest
    @MethodSource("faultsOfEverySize")
    void whatIsWrongAtEverySizeCostsNoSize(Consumer<TuyaSimulator> fault) {
        size.restore("500:0");
        fault.accept(simulator);
        for (int i = 0; i < 10; i++) {
            assertThat(sweep()).isFalse();
        }
        simulator.quirks().reset();
        simulator.faults().clear();

        complete();
        complete();
        assertThat(size.note()).isEqualTo("500:0");
        assertThat(size.asked()).isEqualTo(500);
    }

    /** A product that is gone from the filters' account, for instance. */
    @Test
    void whatIsRefusedAtEverySizeIsAskedForOnceAtEachAndCostsNoSize() {
        size.restore("500:0");
        FaultRule refusal = simulator.faults().always(Calls.feedbacks(), Fault.apiError(1101, "param range error"));
        for (int i = 0; i < 5; i++) {
            assertThat(sweep()).isFalse();
        }
        assertThat(refusal.timesStruck()).isEqualTo(4 + 4 + 3 + 2 + 1);
        refusal.cancel();

        complete();
        assertThat(size.note()).isEqualTo("500:0");
    }

    /** The list has become so short that neither the page nor the one before is there. */
    @Test
    void aSizeIsNotBlamedForPagesThatAreGone() {
        size.restore("500:0");
        failSweeps(Calls.page(3), 2);
        shortenTo(300);

        complete();

        assertThat(size.note()).isEqualTo("500:0");
    }

    /** So many are on the state topic before the first of them is made. */
    @Test
    void aFirstPageTakesNoMoreCallsThanAreCountedAhead() {
        size.restore("500:0");
        failedPage = 3;
        simulator.faults().always(Calls.page(1), list(1, 0, false));
        simulator.faults().always(Calls.largerPage(50, 3), Fault.apiError(1101, "param range error"));

        tuya.tuya().tickets().walkAfter(failedPage, null, () -> false);

        assertThat(simulator.log().requests()).hasSize(TicketList.CALLS_OF_FIRST_PAGE);
    }

    private void failSweeps(Calls calls, int sweeps) {
        FaultRule outage = simulator.faults().always(calls, Fault.status(503));
        for (int i = 0; i < sweeps; i++) {
            assertThat(sweep()).isFalse();
        }
        outage.cancel();
    }

    private void shortenTo(int tickets) {
        simulator.tickets().snapshot().stream()
                .skip(tickets)
                .forEach(gone -> simulator.tickets().remove(gone.ticketNo()));
        simulator.faults().always(Calls.behind(tickets), Fault.apiError(1109, "no such page"));
    }

    private void sweepUntilSizeIs(int found, int mostFailures) {
        int failures = 0;
        while (size.found() != found && failures <= mostFailures) {
            failures += sweep() ? 0 : 1;
        }
        assertThat(failures).isLessThanOrEqualTo(mostFailures);
        complete();
        assertThat(seen).hasSize(simulator.tickets().size());
    }

    private void complete() {
        assertThat(sweep()).isTrue();
    }

    private boolean sweep() {
        seen.clear();
        TicketList list = tuya.tuya().tickets();
        PageWalk walk = null;
        try {
            walk = failedPage == 0 ? list.walk(null, () -> false) : list.walkAfter(failedPage, null, () -> false);
            long total = 0;
            while (walk.hasNext()) {
                Page page = walk.next();
                size.read(page);
                page.entries().forEach(entry -> seen.add(entry.ticketNo()));
                total = page.total();
            }
            size.complete(total);
            failedPage = 0;
            return true;
        } catch (TuyaException e) {
            size.failed(e);
            failedPage = walk == null ? Math.max(1, failedPage) : walk.nextNumber();
            return false;
        }
    }

    private static Fault list(int pageNo, int total, boolean hasMore) {
        return Fault.body("{\"success\":true,\"t\":" + System.currentTimeMillis() + ",\"result\":{\"page_no\":" + pageNo
                + ",\"total\":" + total + ",\"list\":[],\"has_more\":" + hasMore + "}}");
    }
}
