package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.simulator.ServedRequest;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole walks against an API that is honest, and against one that lies. */
@Timeout(30)
final class ListOverHttpTest {
    @AutoClose
    private final TuyaSimulator simulator = TuyaSimulator.start();

    @AutoClose
    private final ConnectedTuya tuya = ConnectedTuya.to(simulator, "tickets.page-size=10");

    @BeforeEach
    void haveFivePages() {
        simulator.tickets().addGenerated(45, 1);
    }

    @Test
    void eachPageIsAskedForOnceAndEachEntryReadByteForByteInItsOrder() {
        List<String> served = simulator.tickets().snapshot().stream()
                .map(ticket -> ticket.json())
                .toList();

        assertThat(tuya.readAll()).isEqualTo(served);
        assertThat(pagesAskedFor()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    /** Page 2 fails once, so that page 3, which was asked for meanwhile, shows an older state of the list. */
    @Test
    void aPageThatWasAskedForAheadMayBeOlderThanThePageBeforeIt() {
        simulator.faults().next(1, Calls.page(2), Fault.status(500));
        List<ListEntry> firsts = new ArrayList<>();
        try (PageWalk walk = tuya.walk()) {
            walk.forEachRemaining(page -> firsts.add(page.entries().get(0)));
        }

        assertThat(isMaybeOlder(firsts, 2, 1)).isFalse();
        assertThat(isMaybeOlder(firsts, 3, 2)).isTrue();
        assertThat(isMaybeOlder(firsts, 2, 3)).isFalse();
    }

    private static boolean isMaybeOlder(List<ListEntry> firsts, int page, int than) {
        return firsts.get(page - 1).span().mayBeOlderThan(firsts.get(than - 1).span());
    }

    private List<Integer> pagesAskedFor() {
        return simulator.log().requests().stream()
                .map(ServedRequest::pageNo)
                .filter(page -> page > 0)
                .toList();
    }

    /** No clock battery, and a gateway that leaves out what it does not know: the token's reply says what time it is. */
    @Test
    void ticketsOfAPageWithoutATimeAreUsableWhileThisMachinesClockIsBehind() {
        String entry = "{\"ticket_no\":\"A\",\"update_time\":" + System.currentTimeMillis() + "}";
        simulator
                .faults()
                .always(
                        Calls.page(1),
                        Fault.body("{\"success\":true,\"result\":{\"list\":[" + entry
                                + "],\"total\":1,\"has_more\":false}}"));
        Clock behind = new MutableClock(Instant.now().minus(Duration.ofDays(31)));
        try (ConnectedTuya client = ConnectedTuya.to(simulator, behind)) {
            assertThat(client.firstPage().entries())
                    .singleElement()
                    .satisfies(ticket -> assertThat(ticket.isTicket()).isTrue());
        }
    }

    static List<Fault> answersForAPageThatIsGone() {
        return List.of(
                Fault.apiError(1109, "no such page"),
                Fault.apiError(4711, "no such page"),
                Fault.body(404, "text/html", "<html>not found</html>"),
                Fault.body(410, "text/html", ""));
    }

    /** The list was longer when that page failed. */
    @ParameterizedTest
    @MethodSource("answersForAPageThatIsGone")
    void aPageThatFailedAndIsNoneOfTheListAnyMoreDoesNotStandInTheWayOfTheNextWalk(Fault answer) {
        simulator.faults().always(Calls.page(9), answer);

        try (PageWalk walk = tuya.tuya().tickets().walkAfter(9, null, () -> false)) {
            assertThat(walk).toIterable().hasSize(5);
        }
        assertThat(pagesAskedFor()).containsExactlyInAnyOrder(9, 1, 2, 3, 4, 5);
    }

    @Test
    void aPageThatIsRefusedAndIsPromisedIsNotWalkedTo() {
        simulator.faults().always(Calls.page(4), Fault.apiError(1109, "param is illegal"));

        TuyaException refused = catchThrowableOfType(
                TuyaException.class,
                () -> tuya.tuya().tickets().walkAfter(4, null, () -> false).close());

        assertThat(refused.kind()).isEqualTo(Kind.REQUEST);
        assertThat(pagesAskedFor()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noMoreRequestsAreUnderWayThanAllowed(int allowed) {
        simulator.faults().always(Calls.feedbacks(), Fault.slow(Duration.ofMillis(100)));
        try (ConnectedTuya narrow =
                ConnectedTuya.to(simulator, "tickets.page-size=5", "tuya.concurrent-requests=" + allowed)) {
            assertThat(narrow.readAll()).hasSize(45);
        }

        assertThat(simulator.traffic().maxConcurrent()).isEqualTo(allowed);
    }

    /** A replica that is no longer the active one must not wait for its page, which can take minutes. */
    @Test
    void whoeverDoesNotWaitAnyLongerGetsAnEndAtOnce() {
        simulator.faults().always(Calls.feedbacks(), Fault.slow(Duration.ofSeconds(28)));
        AtomicBoolean resigned = new AtomicBoolean();
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(() -> resigned.set(true));
        long start = System.nanoTime();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> tuya.tuya().tickets().walk(null, resigned::get));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
