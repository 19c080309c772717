package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes to Tuya with a mock in the place of HTTP. */
class TuyaRoutesTest extends CamelTestSupport {
    private static final String TOKEN = "{\"success\":true,\"result\":{\"access_token\":\"t\",\"expire_time\":7200}}";
    private static final String PAGE =
            "{\"success\":true,\"result\":{\"page_no\":1,\"list\":[],\"total\":0,\"has_more\":false}}";

    private MockEndpoint http;
    private Tuya tuya;

    @BeforeEach
    void replaceHttp() throws Exception {
        Properties system = new Properties();
        system.putAll(Map.of("tuya.client-id", "id", "tuya.client-secret", "secret", "tuya.data-center", "eu"));
        system.put("tuya.requests-per-second", "1000");
        Settings settings = Settings.load(Map.of(), system, Path.of("nowhere"));
        tuya = Tuya.connect(
                context,
                TuyaSettings.from(settings),
                TicketSettings.from(settings),
                new SimpleMeterRegistry(),
                Clocks.system());
        AdviceWith.adviceWith(
                context,
                "call-tuya",
                route -> route.weaveById("request-tuya").replace().to("mock:tuya"));
        http = getMockEndpoint("mock:tuya");
    }

    @Test
    void thePageCallComesAfterTheTokenCall() throws InterruptedException {
        answer(PAGE);
        http.expectedMessageCount(2);
        http.message(0).header(Exchange.HTTP_PATH).isEqualTo("/v1.0/token");
        http.message(0).header(Exchange.HTTP_QUERY).isEqualTo("grant_type=1");
        http.message(1).header(Exchange.HTTP_PATH).isEqualTo("/v1.0/iot-01/ticket/feedbacks");
        http.message(1).header(Exchange.HTTP_QUERY).isEqualTo("page_no=1&page_size=50");

        Page page = tuya.tickets().walk().next();

        assertThat(page.entries()).isEmpty();
        http.assertIsSatisfied();
    }

    @Test
    void neitherSecretNorTokenIsPartOfAMessage() {
        answer(PAGE);

        tuya.tickets().walk().next();

        assertThat(http.getExchanges())
                .allSatisfy(exchange ->
                        assertThat(exchange.getIn().getHeaders().values()).doesNotContain("secret", "t"));
    }

    @Test
    void aConfigurationErrorIsAskedForOnce() throws InterruptedException {
        answer("{\"success\":false,\"code\":1106,\"msg\":\"permission deny\"}");
        http.expectedMessageCount(2);

        assertThatThrownBy(() -> tuya.tickets().walk().next()).hasMessageContaining("1106");

        http.assertIsSatisfied();
    }

    private void answer(String page) {
        http.whenAnyExchangeReceived(exchange -> {
            boolean token = AccessToken.PATH.equals(exchange.getIn().getHeader(Exchange.HTTP_PATH));
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage()
                    .setBody(new ByteArrayInputStream((token ? TOKEN : page).getBytes(StandardCharsets.UTF_8)));
        });
    }
}
