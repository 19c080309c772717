package io.github.ticketstream.tuya;

import static io.github.ticketstream.tuya.PageWalks.over;
import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists that would never end, or that show the same again and again. */
@Timeout(30)
final class PageWalkGuardsTest {
    private static final String OTHER_STYLE = "set tuya.parameter-style=camelCase";
    private static final String REPEATED = "page 2 repeats page 1: the API seems to ignore our parameters";
    private static final String CLAMPED = "page 2 was asked for and page 1 came back: the API ignores our parameters";

    static List<Arguments> lies() {
        return List.of(
                arguments(page(2, 4, true, "1", "2"), REPEATED, OTHER_STYLE),
                arguments(page(2, 4, false, "1", "2"), REPEATED, OTHER_STYLE),
                arguments(clamped(2, 1, 8, "1", "2", "3"), CLAMPED, OTHER_STYLE),
                arguments(page(2, 8, true), "page 2 is empty, and has_more is true", "if it lasts, report it to Tuya"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("lies")
    void aSecondPageThatCanNotBeTrueIsRefused(Page second, String problem, String remedy) {
        PageWalk walk = over(page(1, second.total(), true, "1", "2"), second);
        walk.next();

        TuyaException thrown = catchThrowableOfType(TuyaException.class, walk::next);

        assertThat(thrown).hasMessage(problem);
        assertThat(thrown.kind()).isEqualTo(Kind.LIST);
        assertThat(thrown.remedy()).isEqualTo(remedy);
    }

    @Test
    void whatComesBehindThePromisedPagesIsNoReasonToFail() {
        PageWalk walk = over(page(1, 2, true, "1", "2"), clamped(2, 1, 2, "1", "2"));
        walk.next();
        assertThat(walk.isPastPromised()).isFalse();

        walk.next();

        assertThat(walk.isPastPromised()).isTrue();
    }

    /** A ticket left it, and some APIs answer behind the end with the last page. */
    @Test
    void thatAListHasBecomeShorterMeanwhileIsNoReasonToFail() {
        for (Page last : List.of(clamped(3, 2, 4, "3", "4"), page(3, 4, true, "3", "4"), page(3, 4, true))) {
            PageWalk walk = over(page(1, 5, true, "1", "2"), page(2, 5, true, "3", "4"), last);
            walk.next();
            walk.next();

            walk.next();

            assertThat(walk.hasNext()).isFalse();
        }
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
