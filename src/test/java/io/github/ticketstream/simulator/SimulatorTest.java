package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulator as a judge: that it refuses what Tuya refuses, and writes down all that it served and nothing else. If it did
 * not, no other test would notice; what it can be told to do wrong, those notice who tell it.
 */
final class SimulatorTest {
    private static final Instant START = Instant.parse("2024-06-26T09:28:22Z");
    private static final String PAGE = SignedClient.FEEDBACKS + "?page_no=1&page_size=50";

    private final MutableClock clock = new MutableClock(START);
    private final TuyaSimulator tuya = TuyaSimulator.builder().clock(clock).start();
    private final SignedClient client = new SignedClient(tuya, clock);

    @AfterEach
    void stop() {
        tuya.close();
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, nobody, 1005",
        "sign, 00, 1004",
        "sign_method, MD5, 1004",
        "nonce, not-signed, 1004",
        "Signature-Headers, area_id, 1004",
        "t, yesterday, 1013",
        "access_token, '', 1002",
        "access_token, 0123456789abcdef0123456789abcdef, 1010",
        "client_id, '', 1105",
        "sign, '', 1105",
        "t, '', 1105",
        "sign_method, '', 1105"
    })
    void refusesAWrongOrMissingHeader(String header, String value, int code) {
        client.login();
        if (code == 1010) {
            client.use(value);
        }
        Map<String, String> headers = client.headers(PAGE);
        headers.put(header, value);

        assertThat(client.json(PAGE, headers).path("code").asInt()).isEqualTo(code);
    }

    /** What is signed, and what is sent. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in_state_list=Processing,Pending   | in_state_list=Processing,Pending     | 0",
                "in_state_list=Processing,Pending   | in_state_list=Processing%2CPending   | 0",
                "in_state_list=Processing,Pending   | in_state_list=Processing%252CPending | 1004",
                "in_state_list=Processing%2CPending | in_state_list=Processing%2CPending   | 1004",
                "cate_path=a b                      | cate_path=a%20b                      | 0",
                "cate_path=a b                      | cate_path=a+b                        | 1004"
            })
    void valuesAreSignedDecodedInWhateverFormTheyTravel(String signed, String sent, int code) {
        Map<String, String> headers = client.login().headers(SignedClient.FEEDBACKS + "?" + signed);

        JsonNode reply = client.json(SignedClient.FEEDBACKS + "?" + sent, headers);

        assertThat(reply.path("code").asInt()).isEqualTo(code);
    }

    @Test
    void keepsEachVersionOnceByteForByteWithTheTimeOfItsFirstServing() {
        String odd = "{ \"ticket_no\" :\"A\",\"update_time\":1,\"x\":2.50}";
        tuya.tickets().addJson(odd);
        tuya.tickets().addGarbage("42");
        client.login().get(PAGE);
        clock.advance(Duration.ofSeconds(1));
        client.get(PAGE);
        tuya.tickets().update("A");
        client.get(PAGE);

        String changed = odd.replace("\"update_time\":1", "\"update_time\":" + clock.millis());
        assertThat(tuya.log().versions())
                .containsExactly(
                        new ServedVersion("A", 1, odd, START),
                        new ServedVersion("A", clock.millis(), changed, clock.instant()));
        assertThat(tuya.log().garbage()).containsExactly("42");
    }

    @Test
    void versionsThatNobodyCouldReadAreNotServed() {
        tuya.tickets().addGenerated(20, 1);
        client.login();
        for (Fault fault : List.of(
                Fault.apiError(500, "system error"),
                Fault.status(503),
                Fault.html(),
                Fault.truncatedJson(),
                Fault.cutBody(),
                Fault.dropConnection())) {
            FaultRule rule = tuya.faults().always(Calls.feedbacks(), fault);
            client.ask(PAGE);
            rule.cancel();
        }

        assertThat(tuya.log().versions()).isEmpty();
        assertThat(tuya.log().pagesServed()).isZero();
    }
}
