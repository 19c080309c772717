package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An entry that is no JSON is no ticket, and its neighbours are. */
@Timeout(60)
final class OddEntriesTest {
    private static final String GOOD = "{\"ticket_no\":\"G%d\",\"update_time\":%d}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":NaN}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":[Infinity,{\"b\":-Infinity}]}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":+1}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":007}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":.5,\"b\":1.}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":'x]}'}",
                "{'ticket_no':'T','update_time':5}",
                "{ticket_no:\"T\",update_time:5}",
                "{\"ticket_no\":\"T\",\"update_time\":5,}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":[1,,2]}",
                "{\"ticket_no\":\"T\",/* ]} */\"update_time\":5}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":\"\\x\"}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":\"tab\there\"}"
            })
    void itIsTakenAsItWasSentAndTheOthersArePublished(String odd) throws IOException {
        List<ListEntry> entries = page(list(GOOD.formatted(1, 1), odd, GOOD.formatted(2, 2)));

        assertThat(entries).extracting(ListEntry::isTicket).containsExactly(true, false, true);
        assertThat(entries).extracting(ListEntry::ticketNo).containsExactly("G1", "T", "G2");
        assertThat(entries.get(1).json().text()).isEqualTo(odd);
        assertThat(entries.get(1).updateTime()).isZero();
        assertThat(entries.get(1).defect()).startsWith("not valid JSON");
    }

    @Test
    void aValueThatIsNoObjectAndNoJsonIsOneToo() throws IOException {
        List<ListEntry> entries = page(list("NaN", GOOD.formatted(1, 1), "'x'", "-Infinity", "01"));

        assertThat(entries)
                .extracting(entry -> entry.json().text())
                .containsExactly("NaN", GOOD.formatted(1, 1), "'x'", "-Infinity", "01");
        assertThat(entries).extracting(ListEntry::isTicket).containsExactly(false, true, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true,\"result\":{\"list\":[NaN],\"total\":NaN,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[NaN],\"total\":1,\"has_more\":false},\"t\":+5}",
                "{'success':true,\"result\":{\"list\":[NaN],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[NaN,],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[NaN,,1],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[NaN],\"total\":1,\"has_more\":false}} more",
                "{\"success\":true,\"result\":{\"list\":[NaN],\"total\":1,\"has_more\":false}",
                "{\"success\":true,\"result\":{\"list\":[{\"a\":0x10}],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[{\"a\":\"never ends],\"total\":1,\"has_more\":false}}"
            })
    void aReplyThatIsNoJsonElsewhereIsRefused(String reply) {
        assertThatIOException().isThrownBy(() -> Reply.read(reply.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void itTakesTheSameWayOverHttp() {
        String odd = "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":NaN}";
        try (TuyaSimulator simulator = TuyaSimulator.start();
                ConnectedTuya tuya = ConnectedTuya.to(simulator)) {
            simulator.faults().next(1, Calls.feedbacks(), Fault.body(list(odd, GOOD.formatted(1, 1))));

            Page page = tuya.firstPage();

            assertThat(page.entries()).extracting(ListEntry::isTicket).containsExactly(false, true);
            assertThat(page.entries().get(0).json().text()).isEqualTo(odd);
            assertThat(simulator.log().outcomes()).containsExactly("ok", "raw-body");
        }
    }

    private static String list(String... entries) {
        return "{\"success\":true,\"result\":{\"list\":[" + String.join(" , ", entries) + "],\"total\":"
                + entries.length + ",\"has_more\":false},\"t\":1719394102000}";
    }

    private static List<ListEntry> page(String reply) throws IOException {
        return Page.of(Reply.read(reply.getBytes(StandardCharsets.UTF_8)), 1, Long.MAX_VALUE / 2)
                .entries();
    }
}
