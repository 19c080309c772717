package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeedbacksEndpointTest {

    private final TuyaSimulator tuya = TuyaSimulator.start();
    private final SignedClient client = new SignedClient(tuya).login();

    @AfterEach
    void stop() {
        tuya.close();
    }

    @Test
    void pagesTheList() {
        addNumbered(5);

        JsonNode first = client.page(1, 2).get("result");
        JsonNode last = client.page(3, 2).get("result");
        JsonNode beyond = client.page(4, 2).get("result");

        assertThat(first.get("page_no").asInt()).isEqualTo(1);
        assertThat(first.get("page_size").asInt()).isEqualTo(2);
        assertThat(first.get("total").asInt()).isEqualTo(5);
        assertThat(first.get("has_more").asBoolean()).isTrue();
        assertThat(numbers(first)).containsExactly("T1", "T2");
        assertThat(last.get("has_more").asBoolean()).isFalse();
        assertThat(numbers(last)).containsExactly("T5");
        assertThat(beyond.get("page_no").asInt()).isEqualTo(4);
        assertThat(numbers(beyond)).isEmpty();
    }

    @Test
    void aFullLastPageHasNoMore() {
        addNumbered(4);

        assertThat(client.page(2, 2).at("/result/has_more").asBoolean()).isFalse();
    }

    @Test
    void servesEveryEntryByteForByte() {
        String odd = "{ \"ticket_no\" :\"T\\u0031\", \"update_time\":1638356077881,"
                + "\"price\":2.50,\"big\":123456789012345678901234567890, \"tiny\":1E-400,\"text\":\"💡 é\" }";
        tuya.tickets().addJson(odd);
        tuya.tickets().addGarbage("42");
        tuya.tickets().addGarbage("\"a string\"");
        tuya.tickets().addGarbage("{\"update_time\":1}");

        assertThat(client.getPage(1, 10).body())
                .contains("\"list\":[" + odd + ",42,\"a string\",{\"update_time\":1}]")
                .contains("\"total\":4");
    }

    @Test
    void showsPageOneOfTenToThoseWhoAskForNothing() {
        addNumbered(12);

        JsonNode result = client.feedbacks("").get("result");

        assertThat(result.get("page_no").asInt()).isEqualTo(1);
        assertThat(result.get("page_size").asInt()).isEqualTo(10);
    }

    @Test
    void ignoresParametersOfTheOtherStyleWithoutAWord() {
        addNumbered(12);
        try (TuyaSimulator camel = TuyaSimulator.builder()
                .parameterStyle(ParameterStyle.CAMEL_CASE)
                .start()) {
            camel.tickets().addGenerated(12, 1);
            SignedClient camelClient = new SignedClient(camel).login();

            JsonNode toSnake = camelClient.feedbacks("page_no=2&page_size=3").get("result");
            JsonNode toCamel = camelClient.feedbacks("pageNo=2&pageSize=3").get("result");

            assertThat(toSnake.get("page_no").asInt()).isEqualTo(1);
            assertThat(toSnake.get("page_size").asInt()).isEqualTo(10);
            assertThat(toCamel.get("page_no").asInt()).isEqualTo(2);
            assertThat(toCamel.get("page_size").asInt()).isEqualTo(3);
        }
        assertThat(client.feedbacks("pageNo=2&pageSize=3").at("/result/page_no").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "product_id=p1                          | A B",
                "product_id=p1,p2                       | A B C",
                "product_id=p1%2Cp2                     | A B C",
                "product_id=p9                          |",
                "in_state_list=Processing               | A C",
                "in_state_list=Processing,Finished      | A B C",
                "cate_path=1001                         | A B",
                "cate_path=1001,1101                    | A",
                "cate_path=100                          |",
                "cate_path=1001&in_state_list=Finished  | B",
                "in_state_list=                         | A B C D"
            })
    void filters(String query, String expected) {
        add("A", "p1", "1001,1101", "Processing");
        add("B", "p1", "1001,1102", "Finished");
        add("C", "p2", "1002", "Processing");
        tuya.tickets().add(SimulatedTicket.of("{\"ticket_no\":\"D\",\"update_time\":1}"));

        JsonNode result = client.feedbacks(query).get("result");

        List<String> numbers = expected == null ? List.of() : List.of(expected.split(" "));
        assertThat(numbers(result)).isEqualTo(numbers);
        assertThat(result.get("total").asInt()).isEqualTo(numbers.size());
    }

    @ParameterizedTest
    @CsvSource({"page_no=x, 1104", "page_size=2.5, 1104", "page_no=0, 1109", "page_size=-1, 1109"})
    void refusesPagesThatCannotBe(String query, int code) {
        assertThat(client.feedbacks(query).get("code").asInt()).isEqualTo(code);
    }

    @Test
    void compressesForThoseWhoAsk() throws IOException {
        tuya.tickets().addGenerated(50, 1);
        String url = SignedClient.FEEDBACKS + "?page_size=50";
        var headers = client.signedHeaders(url);
        headers.put("Accept-Encoding", "gzip, deflate");
        HttpRequest request = client.request(url, headers);

        HttpResponse<byte[]> zipped = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        tuya.quirks().gzip(false);
        HttpResponse<byte[]> plain = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.body().length).isLessThan(plain.body().length / 2);
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(list(unzip(zipped.body()))).isEqualTo(list(new String(plain.body(), StandardCharsets.UTF_8)));
    }

    @Test
    void ticketsSlideOverAPageBoundaryWhileTheListIsWalked() {
        addNumbered(4);
        tuya.afterPage(1, () -> tuya.tickets().moveToFront("T4"));

        List<String> walked = new ArrayList<>(numbers(client.page(1, 2).get("result")));
        walked.addAll(numbers(client.page(2, 2).get("result")));

        assertThat(walked).containsExactly("T1", "T2", "T2", "T3"); // T2 twice, T4 missed
    }

    @Test
    void aRemovalMakesTheWalkMissATicket() {
        addNumbered(4);
        tuya.afterPage(1, () -> tuya.tickets().remove("T1"));

        client.page(1, 2);

        JsonNode second = client.page(2, 2).get("result");
        assertThat(numbers(second)).containsExactly("T4"); // T3 is now on page 1
        assertThat(second.get("total").asInt()).isEqualTo(3);
    }

    private void addNumbered(int count) {
        for (int i = 1; i <= count; i++) {
            tuya.tickets().add("T" + i, 1638356077881L + i);
        }
    }

    private void add(String ticketNo, String product, String category, String state) {
        String json = "{\"ticket_no\":\"%s\",\"update_time\":1,\"state_code\":\"%s\"}".formatted(ticketNo, state);
        tuya.tickets().add(SimulatedTicket.of(json).inProduct(product).inCategory(category));
    }

    private static List<String> numbers(JsonNode result) {
        return result.findValuesAsText("ticket_no");
    }

    private static JsonNode list(String body) throws IOException {
        return SignedClient.JSON.readTree(body).at("/result/list");
    }

    private static String unzip(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
