package io.github.ticketstream.tuya;

import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When pages are asked for, and where a walk ends, with replies that come when the test wants it. */
@Timeout(30)
final class PageWalkTest {
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<Page>> replies = new ConcurrentHashMap<>();
    private final PageWalk walk = new PageWalk(this::fetch, 4, "camelCase", () -> false);

    /** The first page, and the second one, with which those behind it are asked for. */
    private void walkTwo(long total) {
        arrives(1, total, true);
        arrives(2, total, true);
        walk.next();
        walk.next();
    }

    private Future<Page> fetch(int number) {
        asked.add(number);
        return reply(number);
    }

    private CompletableFuture<Page> reply(int number) {
        return replies.computeIfAbsent(number, n -> new CompletableFuture<>());
    }

    /** A page of two entries that no other page has. */
    private void arrives(int number, long total, boolean hasMore) {
        reply(number).complete(page(number, total, hasMore, "\"" + number + "a\"", "\"" + number + "b\""));
    }

    @Test
    void nothingIsAskedBeforeTheFirstPageIsWanted() {
        assertThat(walk.hasNext()).isTrue();
        assertThat(walk.isNextReady()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void theFirstPageIsAskedForAlone() throws Exception {
        CompletableFuture<Page> first = CompletableFuture.supplyAsync(walk::next);
        await().until(() -> replies.containsKey(1));
        assertThat(asked).containsExactly(1);

        arrives(1, 100, true);

        assertThat(first.get().number()).isEqualTo(1);
        assertThat(asked).containsExactly(1);
        assertThat(walk.pagesAtOnce()).isEqualTo(5);
    }

    @Test
    void neverMoreThanTheAllowedPagesAreAskedForAhead() {
        walkTwo(100);
        assertThat(asked).containsExactly(1, 2, 3, 4, 5, 6);

        arrives(3, 100, true);
        walk.next();

        assertThat(asked).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void ofLargePagesFewerAreFetchedAheadButAlwaysOne() {
        String large = "\"" + "x".repeat(7_000_000) + "\"";
        reply(1).complete(page(1, 100, true, large, "1"));
        reply(2).complete(page(2, 100, true, "\"" + "x".repeat(20_000_000) + "\"", "2"));
        reply(3).complete(page(3, 100, true, large, "3"));

        reply(4).complete(page(4, 100, true, "4"));

        walk.next();
        walk.next();
        assertThat(asked).containsExactly(1, 2, 3, 4);
        walk.next();
        assertThat(asked).containsExactly(1, 2, 3, 4);
        walk.next();
        assertThat(asked).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void onlyPromisedPagesAreFetchedAhead() {
        walkTwo(5);

        assertThat(asked).containsExactly(1, 2, 3);
    }

    @Test
    void theRealPageSizeIsThatOfTheFirstPage() {
        reply(1).complete(page(1, 5, true, "1"));
        arrives(2, 5, true);

        walk.next();
        walk.next();

        assertThat(asked).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void pagesBeyondThePromisedOnesAreFetchedOneByOneWhileThereAreMore() {
        arrives(1, 2, true);
        arrives(2, 2, true);
        arrives(3, 2, false);

        walk.next();
        walk.next();
        assertThat(asked).containsExactly(1, 2);
        walk.next();

        assertThat(asked).containsExactly(1, 2, 3);
        assertThat(walk.hasNext()).isFalse();
    }

    @Test
    void withoutATotalPagesAreFetchedOneByOneAndNoneBehindTheEnd() {
        walkTwo(-1);
        assertThat(asked).containsExactly(1, 2);
        arrives(3, -1, false);

        walk.next();

        assertThat(asked).containsExactly(1, 2, 3);
        assertThat(walk.hasNext()).isFalse();
    }

    @Test
    void theFirstPageOfAnEmptyListIsItsLastOneAndNoneBehindIt() {
        reply(1).complete(page(1, 0, false));

        walk.next();

        assertThat(walk.isPastPromised()).isFalse();
        assertThat(walk.hasNext()).isFalse();
    }

    @Test
    void theLastPageEndsTheWalkWhateverTheTotal() {
        arrives(1, 100, false);
        walk.next();

        assertThat(walk.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(walk::next);
        assertThat(asked).containsExactly(1);
    }

    @Test
    void theNextPageIsReadyWhenItHasArrived() {
        walkTwo(100);
        assertThat(walk.isNextReady()).isFalse();

        arrives(3, 100, true);

        assertThat(walk.isNextReady()).isTrue();
    }

    @Test
    void closingGivesUpWhatIsInFlight() {
        walkTwo(100);

        walk.close();

        assertThat(List.of(3, 4, 5, 6)).allMatch(number -> reply(number).isCancelled());
    }

    @Test
    void aFailureOfAPageFailsTheWalk() {
        reply(1).completeExceptionally(new TuyaException(Kind.QUOTA, "quota spent", "order more"));

        TuyaException thrown = catchThrowableOfType(TuyaException.class, walk::next);

        assertThat(thrown).hasMessage("quota spent");
        assertThat(thrown.kind()).isEqualTo(Kind.QUOTA);
    }

    @Test
    void anyOtherExceptionCountsAsABrokenConnection() {
        reply(1).completeExceptionally(new IllegalStateException(new ConnectException("Connection refused")));

        TuyaException thrown = catchThrowableOfType(TuyaException.class, walk::next);

        assertThat(thrown).hasMessage("no reply from Tuya (ConnectException: Connection refused)");
        assertThat(thrown.kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void anInterruptEndsTheWaitAndIsNotForgotten() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(walk::next).isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
