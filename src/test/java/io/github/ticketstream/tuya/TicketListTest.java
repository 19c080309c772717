package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a walk begins with, and that no version is lost which a page showed on the way to it. */
final class TicketListTest {
    private final Deque<String> replies = new ArrayDeque<>();
    private final List<String> queries = new ArrayList<>();
    private final TicketList list = TicketLists.over(
            this::answer, () -> false, TestSettings.tickets(), List.of(2, 4), Instant.parse("2026-11-30T08:00:00Z"));

    @Test
    void aLargerPageThatIsGivenIsThePageThatAWalkBeginsWith() {
        list.size().complete(9);
        replies.add(page(9, "A", "B", "C", "D"));

        PageWalk walk = walk();

        assertThat(numbers(walk.next().entries())).containsExactly("A", "B", "C", "D");
        assertThat(walk.aside()).isEmpty();
        assertThat(queries).containsExactly("page_no=1&page_size=4");
    }

    @Test
    void oneThatIsClampedIsPutAside() {
        list.size().complete(9);
        replies.add(page(9, "X", "A"));
        replies.add(page(9, "A", "B"));

        PageWalk walk = walk();

        assertThat(numbers(walk.aside())).containsExactly("X", "A");
        assertThat(numbers(walk.next().entries())).containsExactly("A", "B");
        assertThat(queries).containsExactly("page_no=1&page_size=4", "page_no=1&page_size=2");
        assertThat(list.size().note())
                .as("the larger size rests")
                .startsWith("2:")
                .isNotEqualTo("2:0");
    }

    @Test
    void theSizeInForceIsPutAsideIfItIsClamped() {
        list.size().restore("4:0");
        replies.add(page(9, "X", "A", "B"));
        replies.add(page(9, "A", "B"));

        PageWalk walk = walk();

        assertThat(numbers(walk.aside())).containsExactly("X", "A", "B");
        assertThat(numbers(walk.next().entries())).containsExactly("A", "B");
        assertThat(list.size().asked()).isEqualTo(2);
    }

    @Test
    void aPageThatHasComeAfterAFailureIsPutAsideUnlessItIsTheFirst() {
        replies.add(page(9, "X", "Y"));
        replies.add(page(9, "A", "B"));
        PageWalk walk = list.walkAfter(2, null, () -> false);

        assertThat(numbers(walk.aside())).containsExactly("X", "Y");
        assertThat(numbers(walk.next().entries())).containsExactly("A", "B");
        assertThat(queries).containsExactly("page_no=2&page_size=2", "page_no=1&page_size=2");

        replies.add(page(9, "A", "B"));
        assertThat(list.walkAfter(1, null, () -> false).aside()).isEmpty();
    }

    @Test
    void aRefusedSizeFallsBackInTheSameWalk() {
        list.size().restore("4:0");
        replies.add("");
        replies.add(page(9, "A", "B"));

        assertThat(numbers(walk().next().entries())).containsExactly("A", "B");
        assertThat(list.size().asked()).isEqualTo(2);
    }

    private PageWalk walk() {
        return list.walk(null, () -> false);
    }

    private String answer(String query) {
        queries.add(query);
        String reply = replies.remove();
        if (reply.isEmpty()) {
            throw TuyaFailures.of(Kind.REQUEST);
        }
        return reply.replace("NUMBER", query.substring(8, 9));
    }

    private static String page(long total, String... numbers) {
        return "{\"success\":true,\"result\":{\"page_no\":NUMBER,\"total\":%d,\"has_more\":true,\"list\":%s}}"
                .formatted(
                        total,
                        List.of(numbers).stream()
                                .map("{\"ticket_no\":\"%s\",\"update_time\":1}"::formatted)
                                .toList());
    }

    private static List<String> numbers(List<ListEntry> entries) {
        return entries.stream().map(ListEntry::ticketNo).toList();
    }
}
