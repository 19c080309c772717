package io.github.ticketstream.bench.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RawPageTest {
    @Test
    void ticketsAreFoundWithTheirBytes() {
        String first = "{\"ticket_no\":\"A\", \"description\":\"灯\", \"update_time\":7}";
        String second = "{\"update_time\":9,\"more\":{\"ticket_no\":\"X\"},\"ticket_no\":\"B\"}";
        String reply = "{\"result\":{\"page_no\":1,\"list\":[" + first + ", " + second
                + "],\"total\":5,\"has_more\":true},\"success\":true}";

        RawPage page = RawPage.parse(reply.getBytes(StandardCharsets.UTF_8));

        assertThat(page.total()).isEqualTo(5);
        assertThat(page.hasMore()).isTrue();
        assertThat(page.tickets()).extracting(RawPage.Ticket::number).containsExactly("A", "B");
        assertThat(page.tickets()).extracting(RawPage.Ticket::updateTime).containsExactly(7L, 9L);
        assertThat(page.tickets())
                .extracting(ticket -> new String(page.json(ticket), StandardCharsets.UTF_8))
                .containsExactly(first, second);
    }
}
