package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages on the routes to Tuya, seen just before and just after HTTP; what answers is the simulator. */
class TuyaRoutesTest extends CamelTestSupport {
    private final TuyaSimulator simulator = TuyaSimulator.start();
    private Tuya tuya;

    @BeforeEach
    void listenAroundHttp() throws Exception {
        Properties system = new Properties();
        system.putAll(Map.of(
                "tuya.client-id", simulator.clientId(),
                "tuya.client-secret", simulator.clientSecret(),
                "tuya.base-url", simulator.baseUrl().toString(),
                "tuya.requests-per-second", "1000"));
        Settings settings = Settings.load(Map.of(), system, Path.of("nowhere"));
        tuya = Tuya.connect(
                context,
                TuyaSettings.from(settings),
                TicketSettings.from(settings),
                new SimpleMeterRegistry(),
                Clocks.system());
        AdviceWith.adviceWith(context, "call-tuya", route -> {
            route.weaveById("request-tuya").before().to("mock:request");
            route.weaveById("request-tuya").after().to("mock:reply");
        });
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void thePageCallComesAfterTheTokenCall() {
        simulator.tickets().add("T1", 1_000);

        assertThat(tuya.tickets().walk(null, () -> false).next().entries()).hasSize(1);

        assertThat(requests())
                .extracting(request -> request.getIn().getHeader(Exchange.HTTP_PATH))
                .containsExactly("/v1.0/token", "/v1.0/iot-01/ticket/feedbacks");
        assertThat(requests())
                .extracting(request -> request.getIn().getHeader(Exchange.HTTP_QUERY))
                .containsExactly("grant_type=1", "page_no=1&page_size=50");
    }

    @Test
    void neitherSecretNorTokenIsInAHeader() {
        tuya.tickets().walk(null, () -> false).next();

        List<String> secrets = new ArrayList<>(simulator.issuedTokens());
        assertThat(secrets).isNotEmpty();
        secrets.add(simulator.clientSecret());
        assertThat(Stream.concat(requests().stream(), getMockEndpoint("mock:reply").getExchanges().stream()))
                .hasSize(4)
                .allSatisfy(exchange -> assertThat(exchange.getIn().getHeaders().values())
                        .map(String::valueOf)
                        .noneMatch(value -> secrets.stream().anyMatch(value::contains)));
    }

    @Test
    void aConfigurationErrorIsAskedForOnce() {
        simulator.faults().always(Calls.feedbacks(), Fault.apiError(1106, "permission deny"));

        assertThatThrownBy(() -> tuya.tickets().walk(null, () -> false).next()).hasMessageContaining("1106");

        assertThat(requests()).hasSize(2);
        assertThat(simulator.log().outcomes()).containsExactly("ok", "code 1106");
    }

    private List<Exchange> requests() {
        MockEndpoint before = getMockEndpoint("mock:request");
        return before.getExchanges();
    }
}
