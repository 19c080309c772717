package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.simulator.PageCap;
import io.github.ticketstream.simulator.ServedRequest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tickets.page-size=auto}, by the requests that arrive at the API and the records that come of them. */
final class PageSizeIT extends StreamIT {
    private static final Pattern PAGE_SIZE = Pattern.compile("page_size=(\\d+)");

    @Tag("proof")
    @ParameterizedTest
    @CsvSource({
        "200, CLAMP, 200",
        "150, CLAMP, 100",
        "50, BAD_REQUEST, 50",
        "100, TIME_OUT, 100",
        "20, CLAMP_AND_ECHO, 20",
        "10, CLAMP, 10"
    })
    void whateverTheApiDoesTheLargestSizeThatItGivesIsFound(int cap, PageCap above, int found) {
        theLargestSizeThatTheApiGivesIsFoundWithoutAFailedSweep(cap, above, found);
    }

    @ParameterizedTest
    @CsvSource({"100000, CLAMP, 500", "200, CLAMP_AND_ECHO, 200", "100, REFUSE, 100"})
    void theLargestSizeThatTheApiGivesIsFoundWithoutAFailedSweep(int cap, PageCap above, int found) {
        tuya.tickets().addGenerated(600, 1);
        tuya.quirks().maxPageSize(cap, above);
        start("tuya.response-timeout", timeout(above));
        await().until(() -> stream.metric("tickets_page_size") == found);
        awaitSettled();

        assertThat(stream.metric("tickets_page_size")).isEqualTo(found);
        assertThat(sizesAsked(tuya.log().requests())).containsExactly(Math.max(50, found));
        assertThat(sweeps("failed")).isZero();
        assertThat(tickets().recordsToEnd()).hasSize(600);
        assertThat(stream.metric("tickets_missing")).isZero();
    }

    @Test
    void theNextProcessDoesNotAskAgain() {
        tuya.tickets().addGenerated(600, 1);
        tuya.quirks().maxPageSize(200, PageCap.REFUSE);
        start();
        await().until(() -> stream.metric("tickets_page_size") == 200);
        awaitSettled();
        stop();
        tuya.log().clear();

        startReady();
        awaitNextSweep();

        assertThat(sizesAsked(tuya.log().requests())).containsExactly(200);
    }

    /** Each of them was given before. */
    @Tag("proof")
    @ParameterizedTest
    @CsvSource({
        "100, CLAMP, 100",
        "20, CLAMP_AND_ECHO, 20",
        "50, REFUSE, 50",
        "100, BAD_REQUEST, 100",
        "200, TIME_OUT, 200"
    })
    void aSizeThatIsNoLongerGivenFallsBackAndNothingIsLostRepeatedOrGone(int cap, PageCap above, int found) {
        tuya.tickets().addGenerated(700, 1);
        start("tuya.response-timeout", timeout(above), "tickets.disappeared", "publish");
        await().until(() -> stream.metric("tickets_page_size") == 500);

        tuya.quirks().maxPageSizeAfter(1, cap, above);

        await().atMost(Duration.ofMinutes(3)).until(() -> stream.metric("tickets_page_size") == found);
        tuya.tickets().addGenerated(1, 2);
        awaitSettled();
        assertThat(stream.metric("tickets_page_size")).isEqualTo(found);
        assertThat(tickets().recordsToEnd()).hasSize(701);
        assertThat(stream.metric("tickets_missing")).isZero();
    }

    /** Only a reply that never comes shall be waited for in vain, however slow this machine is. */
    private static String timeout(PageCap above) {
        return above == PageCap.TIME_OUT ? "4s" : "30s";
    }

    /** Two full sweeps more, and the log holds the requests of those behind it alone. */
    private void awaitSettled() {
        awaitNextSweep();
        awaitNextSweep();
        tuya.log().clear();
        awaitNextSweep();
    }

    private static List<Integer> sizesAsked(List<ServedRequest> requests) {
        return requests.stream()
                .map(request -> PAGE_SIZE.matcher(request.query()))
                .filter(matcher -> matcher.find())
                .map(matcher -> Integer.parseInt(matcher.group(1)))
                .distinct()
                .toList();
    }
}
