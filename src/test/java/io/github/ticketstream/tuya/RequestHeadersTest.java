package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.HttpProxy;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What travels beside the query, seen by a server between the client and the API. */
@Timeout(30)
final class RequestHeadersTest {
    @Test
    void eachCallIsSignedAndThePageCallCarriesTheTokenToo() {
        Set<String> signed = Set.of(
                "client_id",
                "t",
                "nonce",
                "sign_method",
                "sign",
                "lang",
                "accept-encoding",
                "host",
                "connection",
                "user-agent");
        List<Map<String, String>> seen = headersOfATokenCallAndAPageCall();

        assertThat(seen.get(0).keySet()).isEqualTo(signed);
        assertThat(seen.get(1).keySet()).hasSize(11).containsAll(signed);
        assertThat(seen.get(1).get("access_token")).isNotEmpty();
        assertThat(seen).extracting(headers -> headers.get("nonce")).doesNotHaveDuplicates();
        assertThat(seen).allSatisfy(headers -> {
            assertThat(headers.get("sign_method")).isEqualTo("HMAC-SHA256");
            assertThat(headers.get("sign")).matches("[0-9A-F]{64}");
            assertThat(headers.get("accept-encoding")).contains("gzip");
        });
    }

    private static List<Map<String, String>> headersOfATokenCallAndAPageCall() {
        try (TuyaSimulator simulator = TuyaSimulator.start();
                HttpProxy between = new HttpProxy(simulator.baseUrl().getPort());
                ConnectedTuya tuya = ConnectedTuya.to(simulator, "tuya.base-url=http://127.0.0.1:" + between.port())) {
            tuya.firstPage();
            return between.heads().stream().map(RequestHeadersTest::headers).toList();
        }
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new TreeMap<>();
        head.lines()
                .skip(1)
                .map(line -> line.split(": ", 2))
                .forEach(header -> headers.put(header[0].toLowerCase(Locale.ROOT), header[1]));
        return headers;
    }
}
