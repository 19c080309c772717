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
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that would never end, or that show the same again and again. */
@Timeout(30)
final class PageWalkGuardsTest {
    @Test
    void aRepeatedPageIsRefused() {
        PageWalk walk = over(page(1, 4, true, "1", "2"), page(2, 4, true, "1", "2"));
        walk.next();

        TuyaException thrown = catchThrowableOfType(TuyaException.class, walk::next);

        assertThat(thrown).hasMessage("page 2 repeats page 1: the API seems to ignore our parameters");
        assertThat(thrown.kind()).isEqualTo(Kind.LIST);
        assertThat(thrown.remedy()).isEqualTo("set tuya.parameter-style=camelCase");
    }

    @Test
    void aRepeatedPageIsRefusedEvenIfItIsTheLastOne() {
        PageWalk walk = over(page(1, 4, true, "1", "2"), page(2, 4, false, "1", "2"));
        walk.next();

        assertThat(catchThrowableOfType(TuyaException.class, walk::next))
                .hasMessageStartingWith("page 2 repeats page 1");
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

    /** Twice the promised pages and ten more; the pages have one entry each. */
    @ParameterizedTest
    @CsvSource({"0, 10", "1, 12", "3, 16", "100, 210"})
    void aListThatDoesNotEndIsEnded(long total, int lastPage) {
        List<Integer> read = new ArrayList<>();
        PageWalk walk = new PageWalk(
                number -> CompletableFuture.completedFuture(page(number, total, true, Integer.toString(number))),
                1,
                4,
                "camelCase",
                () -> false);

        TuyaException thrown =
                catchThrowableOfType(TuyaException.class, () -> walk.forEachRemaining(page -> read.add(page.number())));

        assertThat(thrown)
                .hasMessage("the list does not end: page " + lastPage + " is far past the " + total
                        + " tickets that were promised");
        assertThat(thrown.kind()).isEqualTo(Kind.LIST);
        assertThat(read).hasSize(lastPage - 1);
    }

    @Test
    void aListMayGrowWhileItIsWalked() {
        PageWalk walk = new PageWalk(
                number -> CompletableFuture.completedFuture(
                        page(number, number + 1L, number < 500, Integer.toString(number))),
                1,
                4,
                "camelCase",
                () -> false);

        List<Integer> read = new ArrayList<>();
        walk.forEachRemaining(page -> read.add(page.number()));

        assertThat(read).hasSize(500);
    }

    @Test
    void aListWithoutTotalIsEndedFarOut() {
        PageWalk walk = over(page(200_010, -1, true, "1"));

        assertThat(catchThrowableOfType(TuyaException.class, walk::next))
                .hasMessageStartingWith("the list does not end: page 200010");
    }
}
