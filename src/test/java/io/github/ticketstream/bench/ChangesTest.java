package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ChangesTest {
    private final CannedTickets tickets = new CannedTickets(1000);
    private final Changes changes = new Changes(tickets, 10);

    @Test
    void beforeTheyBeginAndAfterTheyEndNothingChanges() {
        byte[] first = tickets.page(1, 1);

        changes.run();
        changes.begin();
        changes.end();
        changes.run();

        assertThat(changes.made()).isZero();
        assertThat(changes.firstChangedWalk()).isEqualTo(-1);
        assertThat(withoutServerTime(tickets.page(1, 1))).isEqualTo(withoutServerTime(first));
    }

    @Test
    void eachWalkFindsAsManyChangesInEveryPartOfTheList() {
        changes.run();
        changes.run();
        changes.begin();
        String[] before = pagesOfHundred();

        changes.run();

        assertThat(changes.made()).isEqualTo(10);
        assertThat(changes.firstChangedWalk()).isEqualTo(2);
        String[] after = pagesOfHundred();
        for (int page = 0; page < before.length; page++) {
            assertThat(after[page]).isNotEqualTo(before[page]);
        }
    }

    private String[] pagesOfHundred() {
        String[] pages = new String[10];
        Arrays.setAll(pages, page -> withoutServerTime(tickets.page(page + 1, 100)));
        return pages;
    }

    private static String withoutServerTime(byte[] page) {
        String text = new String(page, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf("\"t\":"));
    }
}
