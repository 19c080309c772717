package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Browser;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.SimulatedTicket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The status page, in a real browser. */
@Tag("proof")
final class StatusViewIT extends StreamIT {
    private static Browser browser;

    @BeforeAll
    static void startBrowser() {
        browser = new Browser();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aChangeAppearsWithTheStateBeforeAndAfterAndTheListCanBePaused() {
        tuya.tickets().addGenerated(30, 7);
        tuya.tickets().addJson(ticket(1_700_000_000_000L, "Pending"));
        tuya.tickets().addGarbage("\"no ticket\"");
        start("tuya.calls-per-month", "1000000", "tickets.silent-changes", "publish");
        browser.window(1200, 1400).open(stream.address("/"));
        browser.awaitText("verdict", "✓ Healthy.");
        browser.awaitText("changes", "FB-1 new → Pending <b>Lamp</b>");

        tuya.tickets().replace(SimulatedTicket.of(ticket(System.currentTimeMillis(), "Processing")));
        browser.awaitText("changes", "FB-1 Pending → Processing <b>Lamp</b>");

        assertThat(browser.text("silent")).isEqualTo("0 silent changes");
        tuya.tickets().changeSilently("FB-1");
        browser.awaitText("silent", "1 silent change");
        browser.awaitText("changes", "FB-1 Processing, silently <b>Lamp</b>");
        assertThat(browser.text("silent-fields")).isEqualTo("in new_reply");
        assertThat(browser.text("missing")).isEqualTo("0 tickets have disappeared since this process started, 0 missing now");

        assertThat(browser.text("role")).isEqualTo("active");
        assertThat(browser.text("last-sweep")).contains("Tickets\n32: ", "Pages\n1, ");
        assertThat(browser.text("states")).contains("Processing");
        assertThat(browser.text("calls")).endsWith(" of 1,000,000");
        assertThat(browser.text("calls-for")).endsWith("; up to 50 tickets a call");
        assertThat(browser.text("dead-letters")).contains("not an object");
        assertThat(browser.attribute("changes-chart", "aria-label")).startsWith("33 changes, ");

        // With the keyboard alone.
        browser.run("document.querySelector('h1').tabIndex = -1; document.querySelector('h1').focus()");
        assertThat(browser.tab()).isEqualTo("pause");
        browser.press(Keys.ENTER);
        assertThat(browser.attribute("pause", "aria-pressed")).isEqualTo("true");
        tuya.tickets().replace(SimulatedTicket.of(ticket(System.currentTimeMillis(), "Finished")));
        browser.awaitText("paused", "Paused. 1 newer.");
        assertThat(browser.text("changes")).doesNotContain("Finished\n").contains("FB-1 Pending → Processing");
        browser.press(Keys.ENTER);
        browser.awaitText("changes", "FB-1 Processing → Finished");
        assertThat(browser.text("paused")).isEmpty();

        assertThat(browser.console()).isEmpty();
        assertThat(stream.get("/observe/status").body()).doesNotContain("ann@example.com", "my lamp is dark");
        browser.screenshot(Path.of("target/screenshots/status.png"));

        browser.resize(360, 740);
        browser.screenshot(Path.of("target/screenshots/status-360.png"));
        assertThat(browser.run("return document.documentElement.scrollWidth"))
                .isEqualTo(360L);
    }

    @Test
    void aLongSweepShowsItsProgressAndAnUnknownTotalIsACounter() {
        tuya.tickets().addGenerated(60, 7);
        tuya.faults().always(Calls.feedbacks(), Fault.slow(Duration.ofMillis(1500)));
        start("tickets.page-size", "10", "tuya.concurrent-requests", "1");
        browser.open(stream.address("/"));
        browser.awaitText("verdict", "… Not ready yet.");
        browser.awaitText("progress-text", " of 6, ");
        assertThat(browser.text("progress-text"))
                .contains(" of 60 tickets, about ")
                .endsWith(" left");
        assertThat(browser.attribute("bar", "value")).isNotNull();

        tuya.quirks().withoutTotal(true);
        browser.awaitText("progress-text", "tickets so far; how many there are is not known");
        assertThat(browser.attribute("bar", "value")).isNull();
    }

    @Test
    void ticketsThatAreHeldBackAreToldWithTheReason() {
        tuya.tickets().addGenerated(30, 7);
        start();
        browser.open(stream.address("/"));
        browser.awaitText("verdict", "✓ Healthy.");
        assertThat(browser.text("held-back")).isEmpty();

        tuya.quirks().hide(ticket -> true);

        browser.awaitText("held-back", "30 of 30 tickets are missing");
        assertThat(browser.text("missing")).endsWith(", 30 missing now");
        browser.screenshot(Path.of("target/screenshots/status-held-back.png"));
    }

    @Test
    void aRefusedSecretTurnsTheBannerToItsRemedy() {
        tuya.tickets().addGenerated(3, 7);
        start("tickets.drop-fields", "product_name,state_code");
        browser.open(stream.address("/"));
        browser.awaitText("verdict", "✓ Healthy.");
        browser.awaitText("changes", "new → ?");
        assertThat(stream.get("/observe/status").body()).doesNotContain("Smart Plug", "DIY Light");

        tuya.faults().always(Calls.feedbacks(), Fault.apiError(1004, "sign invalid"));

        browser.awaitText("verdict", "✗ Not ready.");
        assertThat(browser.text("reason")).contains("Tuya error 1004");
        assertThat(browser.text("remedy")).contains("What to do: ", "tuya.client-secret", "Next attempt in ");
        assertThat(browser.console()).isEmpty();
        browser.screenshot(Path.of("target/screenshots/status-refused.png"));
        stop();
        browser.awaitText("reason", "The program does not answer");
    }

    @Test
    void thePageAllowsNoScriptButItsOwnAndCanNotBeFramed() {
        start();
        HttpResponse<String> page = stream.get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .contains("<style>:root", "<script>//")
                .doesNotContain("src=", "url(", "@import", "import(", "https:");
    }

    private static String ticket(long updateTime, String state) {
        return """
                {"ticket_no":"FB-1","update_time":%d,"state_code":"%s","product_name":"<b>Lamp</b>",
                 "user_account":"ann@example.com","description":"my lamp is dark"}""".formatted(updateTime, state);
    }
}
