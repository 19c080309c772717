package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TuyaSimulatorTest {

    @Test
    void noReplyWaitsForADelayedAcknowledgement() {
        try (TuyaSimulator tuya = TuyaSimulator.start()) {
            tuya.tickets().addGenerated(100, 1);
            SignedClient client = new SignedClient(tuya).login();
            long[] nanos = new long[200];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                client.getPage(1, i % 100 + 1);
                nanos[i] = System.nanoTime() - start;
            }

            // Such a wait is 40 ms; the median of a healthy run is below 2 ms, the rest is for a busy machine.
            long median = Arrays.stream(nanos).sorted().skip(100).findFirst().orElseThrow();
            assertThat(Duration.ofNanos(median)).isLessThan(Duration.ofMillis(20));
        }
    }

    @Test
    void answersManyAtATime() {
        try (TuyaSimulator tuya = TuyaSimulator.start()) {
            tuya.tickets().addGenerated(10, 1);
            SignedClient client = new SignedClient(tuya).login();
            tuya.faults().always(Calls.feedbacks(), Fault.slow(Duration.ofMillis(500)));

            List<CompletableFuture<Boolean>> replies = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> client.page(1, 10).get("success").asBoolean(), task -> new Thread(task).start()))
                    .limit(4)
                    .toList();

            assertThat(replies).allMatch(CompletableFuture::join);
            assertThat(tuya.traffic().maxConcurrent()).isEqualTo(4);
        }
    }

    @Test
    void byItselfItListensOnTheLoopbackAlone() {
        try (TuyaSimulator tuya =
                SimulatorApplication.start(Map.of("SIMULATOR_PORT", "0", "SIMULATOR_CHANGES_PER_SECOND", "0"))) {
            assertThat(tuya.baseUrl().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void standsAloneWithSettingsFromTheEnvironment() {
        try (TuyaSimulator tuya = SimulatorApplication.start(Map.of(
                "SIMULATOR_HOST", "127.0.0.1",
                "SIMULATOR_PORT", "0",
                "SIMULATOR_TICKETS", "7",
                "SIMULATOR_CHANGES_PER_SECOND", "0",
                "SIMULATOR_CLIENT_ID", "demo",
                "SIMULATOR_CLIENT_SECRET", "secret"))) {
            assertThat(tuya.clientId()).isEqualTo("demo");
            assertThat(new SignedClient(tuya)
                            .login()
                            .page(1, 10)
                            .at("/result/total")
                            .asInt())
                    .isEqualTo(7);
        }
    }
}
