package io.github.ticketstream.tuya;

import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When pages are asked for, and where a walk ends, with replies that come when the test wants it. */
@Timeout(30)
final class PageWalkTest {
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<Page>> replies = new ConcurrentHashMap<>();
    private final PageWalk walk = new PageWalk(this::fetch, 4, "camelCase", () -> false);

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

    /** Of pages that arrive at once; the first one may be shorter. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            four are asked for ahead              | 100 | 2 |   | 2 | 6
            and another with each that is read    | 100 | 2 |   | 3 | 7
            only promised pages are               | 5   | 2 |   | 2 | 3
            pages are as large as the first one   | 5   | 1 |   | 2 | 5
            beyond the total none is              | 2   | 2 | 3 | 2 | 2
            beyond the total one after the other  | 2   | 2 | 3 | 3 | 3
            without a total none is               | -1  | 2 | 3 | 2 | 2
            without a total one after the other   | -1  | 2 | 3 | 3 | 3
            """)
    void pagesAreAskedForAheadAsFarAsTheyArePromised(
            String what, long total, int firstSize, Integer last, int read, int mostAsked) {
        reply(1).complete(page(1, total, true, firstSize == 1 ? new String[] {"1"} : new String[] {"1", "2"}));
        for (int number = 2; number <= read; number++) {
            arrives(number, total, last == null || number < last);
        }

        for (int number = 1; number <= read; number++) {
            walk.next();
        }

        assertThat(asked).isEqualTo(IntStream.rangeClosed(1, mostAsked).boxed().toList());
        assertThat(walk.hasNext()).isEqualTo(last == null || read < last);
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
    void theLastPageEndsTheWalkWhateverTheTotal() {
        arrives(1, 100, false);
        walk.next();

        assertThat(walk.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(walk::next);
        assertThat(asked).containsExactly(1);
    }

    @Test
    void anInterruptEndsTheWaitAndIsNotForgotten() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(walk::next).isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
