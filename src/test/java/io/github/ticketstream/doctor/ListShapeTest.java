package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalks;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two pages show of the order of the list. */
final class ListShapeTest {
    @ParameterizedTest
    @CsvSource({
        "9:1 8:3, 7:2 6:4, newest change first",
        "5:9 7:8, 6:7 9:6, newest ticket first",
        "5:1 7:2, 6:3 9:4, oldest ticket first",
        "5:1 7:9, 6:3 9:4, in no order that two pages show",
        "5:1 5:1, 5:1 5:1, in no order that two pages show"
    })
    void theOrderIsThatOfUpdateOrCreateTimes(String first, String second, String order) {
        assertThat(ListShape.of(page(1, first), page(2, second), page(1, first)).order())
                .isEqualTo(order);
    }

    @Test
    void twoTicketsShowNoOrder() {
        Page only = page(1, "5:1 7:9");

        assertThat(ListShape.of(PageWalks.page(1, 2, false), only, only).order())
                .isEqualTo("too short to show an order");
    }

    /** Each ticket as its update time and its create time. */
    private static Page page(int number, String tickets) {
        String[] entries = Stream.of(tickets.split(" "))
                .map(ticket -> ticket.split(":"))
                .map(times -> "{\"ticket_no\":\"T" + number + times[0] + times[1] + "\",\"update_time\":" + times[0]
                        + ",\"create_time\":" + times[1] + "}")
                .toArray(String[]::new);
        return PageWalks.page(number, 4, number == 1, entries);
    }
}
