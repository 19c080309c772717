package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The picture on the page Design shows the routes as they are. */
final class FlowPictureTest {
    @Test
    void thePictureIsTheOneThatTheRoutesDraw() throws Exception {
        assertThat(Files.readString(FlowPicture.FILE)).isEqualTo(FlowPicture.draw());
    }

    @Test
    void itShowsTheTransactionAndTheWayOfATicket() throws Exception {
        assertThat(FlowPicture.draw())
                .contains(">split into batches: each batch is one transaction<")
                .contains(">drop unchanged<")
                .contains(">to kafka:{{tickets.topic}}<");
    }
}
