package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CannedTicketsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CannedTickets tickets = new CannedTickets(1234);

    private JsonNode result(int page) {
        try {
            JsonNode reply = JSON.readTree(tickets.page(page, 100));
            assertThat(reply.get("success").asBoolean()).isTrue();
            return reply.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> walk() {
        List<JsonNode> all = new ArrayList<>();
        for (int page = 1; page <= tickets.pages(100); page++) {
            result(page).get("list").forEach(all::add);
        }
        return all;
    }

    @Test
    void pagesSayWhereTheyStand() {
        JsonNode first = result(1);
        JsonNode last = result(13);

        assertThat(tickets.pages(100)).isEqualTo(13);
        assertThat(first.get("page_no").asInt()).isEqualTo(1);
        assertThat(first.get("page_size").asInt()).isEqualTo(100);
        assertThat(first.get("list")).hasSize(100);
        assertThat(first.get("total").asInt()).isEqualTo(1234);
        assertThat(first.get("has_more").asBoolean()).isTrue();
        assertThat(last.get("list")).hasSize(34);
        assertThat(last.get("has_more").asBoolean()).isFalse();
        assertThat(result(14).get("list")).isEmpty();
    }

    @Test
    void noTwoTicketsShareANumberOrATime() {
        List<JsonNode> all = walk();

        assertThat(all).hasSize(1234);
        assertThat(all).extracting(ticket -> ticket.get("ticket_no").asText()).doesNotHaveDuplicates();
        assertThat(all).extracting(ticket -> ticket.get("update_time").asLong()).doesNotHaveDuplicates();
    }

    @Test
    void ticketsAreAboutAsLargeAsRealOnes() {
        assertThat(tickets.page(1, 1000).length / 1000).isBetween(500, 700);
    }

    @Test
    void aTouchedTicketDiffersInItsTimeOnlyAndIsTheNewest() {
        List<JsonNode> before = walk();

        tickets.touch(777);

        List<JsonNode> after = walk();
        long newest = after.stream()
                .mapToLong(ticket -> ticket.get("update_time").asLong())
                .max()
                .orElseThrow();
        assertThat(after.get(777).get("update_time").asLong())
                .isEqualTo(newest)
                .isGreaterThan(before.get(777).get("update_time").asLong());
        assertThat(new HashSet<>(after)).containsAll(withoutTicket(before, 777)).hasSize(1234);
        assertThat(fieldsButTime(after.get(777))).isEqualTo(fieldsButTime(before.get(777)));
    }

    private static List<JsonNode> withoutTicket(List<JsonNode> all, int index) {
        List<JsonNode> others = new ArrayList<>(all);
        others.remove(index);
        return others;
    }

    private static JsonNode fieldsButTime(JsonNode ticket) {
        return ticket.<ObjectNode>deepCopy().without("update_time");
    }
}
