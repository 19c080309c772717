package io.github.ticketstream.tuya;

import static io.github.ticketstream.tuya.PageWalks.over;
import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that would never end, or that show the same again and again. */
@Timeout(30)
final class PageWalkGuardsTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRepeatedPageIsRefused(boolean hasMore) {
        PageWalk walk = over(page(1, 4, true, "1", "2"), page(2, 4, hasMore, "1", "2"));
        walk.next();

        TuyaException thrown = catchThrowableOfType(TuyaException.class, walk::next);

        assertThat(thrown).hasMessage("page 2 repeats page 1: the API seems to ignore our parameters");
        assertThat(thrown.kind()).isEqualTo(Kind.LIST);
        assertThat(thrown.remedy()).isEqualTo("set tuya.parameter-style=camelCase");
    }

    @Test
    void anotherPageThanTheOneAskedForMeansThatOurParametersAreIgnored() {
        PageWalk walk = over(page(1, 8, true, "1", "2"), clamped(2, 1, 8, "1", "2", "3"));
        walk.next();

        TuyaException thrown = catchThrowableOfType(TuyaException.class, walk::next);

        assertThat(thrown).hasMessage("page 2 was asked for and page 1 came back: the API ignores our parameters");
        assertThat(thrown.kind()).isEqualTo(Kind.LIST);
        assertThat(thrown.remedy()).isEqualTo("set tuya.parameter-style=camelCase");
    }

    @Test
    void anEmptyPageAmongThePromisedOnesIsRefused() {
        PageWalk walk = over(page(1, 8, true, "1", "2"), page(2, 8, true));
        walk.next();

        assertThat(catchThrowableOfType(TuyaException.class, walk::next))
                .hasMessage("page 2 is empty, and has_more is true");
    }

    @Test
    void whatComesBehindThePromisedPagesIsNoReasonToFail() {
        PageWalk walk = over(page(1, 2, true, "1", "2"), clamped(2, 1, 2, "1", "2"));
        walk.next();
        assertThat(walk.isPastPromised()).isFalse();

        walk.next();

        assertThat(walk.isPastPromised()).isTrue();
    }

    @Test
    void withoutATotalAnEmptyPageIsTheEnd() {
        PageWalk walk = over(page(1, -1, true, "1", "2"), page(2, -1, true));
        walk.next();

        walk.next();

        assertThat(walk.hasNext()).isFalse();
    }

    private static Page clamped(int asked, int told, long total, String... entries) {
        Page page = page(asked, total, true, entries);
        return new Page(asked, told, total, true, 0, page.entries());
    }

    @Test
    void pagesThatShareSomeEntriesAreNoRepetition() {
        PageWalk walk = over(page(1, 4, true, "1", "2"), page(2, 4, true, "2", "3"), page(3, 4, false, "2", "3", "4"));

        List<Page> pages = new ArrayList<>();
        walk.forEachRemaining(pages::add);

        assertThat(pages).extracting(Page::number).containsExactly(1, 2, 3);
    }

    @Test
    void theLastPageMayBeEmpty() {
        PageWalk walk = over(page(1, 2, true, "1", "2"), page(2, 2, false));

        List<Page> pages = new ArrayList<>();
        walk.forEachRemaining(pages::add);

        assertThat(pages).hasSize(2);
    }

    @Test
    void aListMayGrowWhileItIsWalked() {
        PageWalk walk = new PageWalk(
                number -> CompletableFuture.completedFuture(
                        page(number, number + 1L, number < 500, Integer.toString(number))),
                4,
                "camelCase",
                () -> false);

        List<Integer> read = new ArrayList<>();
        walk.forEachRemaining(page -> read.add(page.number()));

        assertThat(read).hasSize(500);
    }
}
