package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ticketstream.kit.HttpProxy;
import io.github.ticketstream.simulator.ParameterStyle;
import io.github.ticketstream.simulator.ServedRequest;
import io.github.ticketstream.simulator.SimulatedTicket;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator checks each signature by code of its own, so a reply that is a page proves that it was right. */
@Timeout(30)
final class SignedRequestsTest {
    private static final String MATCHING = "{\"ticket_no\":\"T1\",\"update_time\":1,\"state_code\":\"Pending\"}";
    private static final String OTHER = "{\"ticket_no\":\"T2\",\"update_time\":2,\"state_code\":\"Finished\"}";

    private TuyaSimulator simulator = TuyaSimulator.start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1001,1101,1201",
                "Offline devices",
                "涂鸦智能 Größe 💡",
                "a&b=c&page_no=7",
                "100%25 + 1/2?#;:@",
                "\"quoted\" <b>[{|}]\\^`~'()*!$"
            })
    void aCategoryPathArrivesAsItWasSet(String path) {
        simulator.tickets().add(SimulatedTicket.of(MATCHING).inCategory(path));
        simulator.tickets().addJson(OTHER);
        try (ConnectedTuya tuya = ConnectedTuya.to(simulator, "tickets.category-path=" + path)) {
            List<String> entries = tuya.readAll();

            assertThat(entries).containsExactly(MATCHING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void allFiltersTogetherAreUnderstoodInBothStyles(ParameterStyle style) {
        simulator.close();
        simulator = TuyaSimulator.builder().parameterStyle(style).start();
        simulator.tickets().add(SimulatedTicket.of(MATCHING).inProduct("p&2").inCategory("1001,Größe M"));
        simulator.tickets().addJson(OTHER);
        try (ConnectedTuya tuya = ConnectedTuya.to(
                simulator,
                "tuya.parameter-style=" + (style == ParameterStyle.CAMEL_CASE ? "camelCase" : "snake_case"),
                "tickets.product-ids=p1, p&2",
                "tickets.category-path=1001,Größe M",
                "tickets.states=Processing, Pending")) {
            List<String> entries = tuya.readAll();

            assertThat(entries).containsExactly(MATCHING);
        }
    }

    @Test
    void onlyWhatIsSetIsAskedFor() {
        try (ConnectedTuya tuya = ConnectedTuya.to(simulator, "tickets.page-size=20")) {
            tuya.firstPage();
        }

        assertThat(simulator.log().requests())
                .extracting(ServedRequest::method, ServedRequest::path, ServedRequest::query)
                .containsExactly(
                        tuple("GET", "/v1.0/token", "grant_type=1"),
                        tuple("GET", "/v1.0/iot-01/ticket/feedbacks", "page_no=1&page_size=20"));
    }

    @Test
    void parametersTravelSortedAndEncodedOnce() {
        try (ConnectedTuya tuya = ConnectedTuya.to(
                simulator,
                "tuya.parameter-style=camelCase",
                "tickets.product-ids=p1,p2",
                "tickets.category-path=a b")) {
            tuya.firstPage();
        }

        assertThat(simulator.log().requests())
                .last()
                .extracting(ServedRequest::query)
                .isEqualTo("catePath=a%20b&pageNo=1&pageSize=50&productId=p1%2Cp2");
    }

    @Test
    void eachCallIsSignedAndThePageCallCarriesTheTokenToo() {
        try (HttpProxy api = new HttpProxy(simulator.baseUrl().getPort());
                ConnectedTuya tuya = ConnectedTuya.to(simulator, "tuya.base-url=http://127.0.0.1:" + api.port())) {
            tuya.firstPage();

            Set<String> signed = Set.of(
                    "Accept-Encoding",
                    "client_id",
                    "Connection",
                    "Host",
                    "lang",
                    "nonce",
                    "sign",
                    "sign_method",
                    "t",
                    "User-Agent");
            assertThat(headers(api.heads().get(0)).keySet()).isEqualTo(signed);
            assertThat(headers(api.heads().get(1)).keySet())
                    .hasSize(11)
                    .contains("access_token")
                    .containsAll(signed);
            assertThat(api.heads())
                    .allMatch(head -> head.contains("\r\nsign_method: HMAC-SHA256\r\n"))
                    .allMatch(head -> headers(head).get("sign").matches("[0-9A-F]{64}"))
                    .allMatch(head -> headers(head).get("Accept-Encoding").contains("gzip"))
                    .extracting(head -> headers(head).get("nonce"))
                    .doesNotHaveDuplicates();
        }
    }

    private static Map<String, String> headers(String head) {
        return head.lines()
                .skip(1)
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(header -> header[0], header -> header[1]));
    }

    @Test
    void neitherSecretNorTokenIsInAHeaderOfARoutesMessage() throws Exception {
        List<String> headers = new CopyOnWriteArrayList<>();
        Processor seen = exchange -> headers.addAll(exchange.getIn().getHeaders().values().stream()
                .map(String::valueOf)
                .toList());
        try (ConnectedTuya tuya = ConnectedTuya.to(simulator)) {
            AdviceWith.adviceWith(tuya.camel(), "call-tuya", route -> {
                route.weaveById("request-tuya").before().process(seen);
                route.weaveById("request-tuya").after().process(seen);
            });
            tuya.firstPage();
        }

        assertThat(headers).contains("/v1.0/token", "/v1.0/iot-01/ticket/feedbacks", "200");
        assertThat(simulator.issuedTokens())
                .isNotEmpty()
                .allSatisfy(token -> assertThat(headers)
                        .noneMatch(value -> value.contains(token) || value.contains(simulator.clientSecret())));
    }
}
