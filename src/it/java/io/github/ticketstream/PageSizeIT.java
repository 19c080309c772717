package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.simulator.PageCap;
import io.github.ticketstream.simulator.ServedRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tickets.page-size=auto}, by the requests that arrive at the API and the records that come of them. */
final class PageSizeIT extends StreamIT {
    private static final Pattern PAGE_SIZE = Pattern.compile("page_size=(\\d+)");

    @ParameterizedTest
    @CsvSource({"100000, CLAMP, 500", "200, CLAMP_AND_ECHO, 200", "100, REFUSE, 100"})
    void theLargestSizeThatTheApiGivesIsFoundWithoutAFailedSweep(int cap, PageCap above, int found) {
        tuya.tickets().addGenerated(600, 1);
        tuya.quirks().maxPageSize(cap, above);
        start();
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
