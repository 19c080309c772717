package io.github.ticketstream;

import static io.github.ticketstream.HostileReplies.PAGE;
import static io.github.ticketstream.HostileReplies.TOKEN;
import static io.github.ticketstream.HostileReplies.gzip;
import static io.github.ticketstream.HostileReplies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.ConnectedTuya;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of replies from a seed, over HTTP. {@code -Dhostile.seed=} repeats a run. */
@Tag("proof")
@Timeout(120)
final class HostileReplyTest {
    private static final long SEED = Long.getLong("hostile.seed", 20240626L);
    private static final HostileVerdicts VERDICTS = new HostileVerdicts(SEED);

    private final HostileReplies replies = new HostileReplies(SEED);
    private final TuyaSimulator simulator = TuyaSimulator.start();
    private final ConnectedTuya tuya =
            ConnectedTuya.to(simulator, "tuya.requests-per-second=10000", "tuya.response-timeout=10s");

    HostileReplyTest() {
        simulator.tickets().add("T1", 1_000);
        simulator.quirks().gzip(false);
    }

    @AfterEach
    void aGoodReplyAfterwardsWorks() {
        simulator.faults().clear();
        assertThat(tuya.readAll()).hasSize(1);
        tuya.close();
        simulator.close();
    }

    @AfterAll
    static void report() {
        assertThat(VERDICTS.tried()).isGreaterThan(10_000);
    }

    @Test
    void pagesCutOffAnywhere() {
        replies.truncated(utf8(PAGE)).forEach(this::page);
    }

    @Test
    void pagesWithSpoiltBytes() {
        replies.mutated(utf8(PAGE), 4_000).forEach(this::page);
    }

    @Test
    void pagesWithAnyValueInAnyField() {
        replies.wrongValues(PAGE).forEach(this::page);
        replies.wrongContainers(PAGE, "result").forEach(this::page);
        replies.wrongContainers(PAGE, "list").forEach(this::page);
    }

    @Test
    void pagesThatAreNoUtf8() {
        replies.brokenUtf8(PAGE).forEach(this::page);
    }

    @Test
    void listsOfAnyEntries() {
        replies.wildLists(600).forEach(this::page);
    }

    @Test
    void tokensCutOffSpoiltOrOfAnyValue() {
        Stream.of(replies.truncated(utf8(TOKEN)), replies.mutated(utf8(TOKEN), 500), replies.wrongValues(TOKEN))
                .flatMap(all -> all)
                .forEach(body -> token(200, Map.of(), body));
    }

    @Test
    void anyStatusWithAnyTypeAndAnyBody() {
        List<String> types = List.of(
                "",
                "text/html",
                "application/octet-stream",
                "application/json;charset=UTF-16",
                "application/json; charset=no-such-charset",
                "multipart/form-data; boundary=",
                "\u00e4/\u00e4",
                ";;;");
        for (int status :
                new int[] {200, 201, 206, 299, 300, 400, 401, 402, 403, 404, 407, 418, 429, 451, 500, 503, 599, 999}) {
            for (String type : types) {
                for (String body : List.of("", " ", "null", "<html>" + HostileReplies.PERSONAL, PAGE)) {
                    page(status, Map.of("Content-Type", type), utf8(body));
                }
            }
        }
    }

    @Test
    void retryAfterOfAnyKind() {
        for (String wait :
                List.of("-1", "1e9", "99999999999999999999", "\u0661", "Fri, 31 Dec 9999 23:59:59 GMT", " ", "0x1")) {
            page(503, Map.of("Retry-After", wait), utf8("busy"));
        }
    }

    @Test
    void packedPagesThatAreSpoilt() {
        byte[] packed = gzip(utf8(PAGE));
        Stream.of(
                        replies.truncated(packed),
                        replies.mutated(packed, 1_000),
                        Stream.of(utf8(PAGE), new byte[0], gzip(packed)))
                .flatMap(all -> all)
                .forEach(body -> page(200, Map.of("Content-Encoding", "gzip"), body));
        for (String encoding :
                List.of("deflate", "br", "zstd", "compress", "gzip, gzip", "identity", "no-such", ",", "x-gzip")) {
            page(200, Map.of("Content-Encoding", encoding), packed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "[", "{\"a\":", "9", "\"\\ud800", "\u00e4"})
    void fiftyMegabytesOrAGzipOfThem(String filling) {
        byte[] large = utf8("{\"success\":true,\"result\":" + filling.repeat(50_000_000 / filling.length()));

        assertThat(page(200, Map.of(), large)).contains("larger than tuya.max-response-size (16777216 bytes)");
        assertThat(page(200, Map.of("Content-Encoding", "gzip"), gzip(large)))
                .contains("larger than tuya.max-response-size (16777216 bytes)");
        assertThat(token(200, Map.of("Content-Encoding", "gzip"), gzip(large)))
                .contains("larger than tuya.max-response-size (16777216 bytes)");
    }

    @Test
    void fifteenMegabytesOfOneThing() {
        Stream.of("[", "{\"a\":", "\"n", "9", "[],", "{\"a\":1},")
                .map(thing -> "{\"success\":true,\"result\":{\"has_more\":false,\"list\":[1,"
                        + (thing.startsWith("\"n")
                                ? "{\"" + "n".repeat(15_000_000) + "\":1}"
                                : thing.repeat(15_000_000 / thing.length()))
                        + "2]}}")
                .forEach(body -> page(utf8(body)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowedWithOurSignature(int status) {
        try (TuyaSimulator elsewhere = TuyaSimulator.start()) {
            String there = elsewhere.baseUrl().toString();
            List.of(there + "/v1.0/iot-01/ticket/feedbacks", there.substring(5), there + "/%0d%0aa: b", "", "\\\\")
                    .forEach(location -> {
                        Map<String, String> headers = Map.of("Location", location, "Refresh", "0; url=" + there);
                        page(status, headers, utf8(PAGE));
                        token(status, headers, utf8(TOKEN));
                    });

            assertThat(elsewhere.log().requestCount()).isZero();
        }
    }

    private void page(byte[] body) {
        page(200, Map.of(), body);
    }

    private String page(int status, Map<String, String> headers, byte[] body) {
        return answer(
                Calls.feedbacks(), status, headers, body, () -> tuya.askOnce().entries());
    }

    private String token(int status, Map<String, String> headers, byte[] body) {
        return answer(Calls.token(), status, headers, body, () -> {
            tuya.askForTokenOnce();
            return List.of();
        });
    }

    /** One such reply: either it is read, or refused with a message and a remedy. */
    private String answer(
            Calls calls, int status, Map<String, String> headers, byte[] body, HostileVerdicts.Attempt attempt) {
        simulator.faults().clear();
        simulator.faults().next(1, calls, Fault.bytes(status, headers, body));
        return VERDICTS.judge(simulator.clientSecret(), "status " + status + ", " + headers, body, attempt);
    }
}
