package io.github.ticketstream.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Periods;
import io.github.ticketstream.pace.Region;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.Tuya;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.Test;

final class StatusReportTest {
    private static final Instant START = Instant.parse("2024-06-26T09:28:22Z");

    private final MutableClock clock = new MutableClock(START);
    private final StreamStatus status = TestStatus.of(clock);
    private final Tuya tuya = CallBudgets.unlimited(clock);
    private final Pace pace = new Pace(
            tuya.budget(), new Periods(Duration.ofMinutes(2), Optional.empty(), EnumSet.allOf(Region.class)), clock);
    private final StatusReport report = new StatusReport(
            status, pace, tuya.meters(), new LastHour(new SimpleMeterRegistry(), status.meters(), clock));
    private final SweepProgress sweep = status.begin(tuya.budget(), 0);

    @Test
    void pagesAndTimeThatAreLeftAreEstimatedFromThoseThatAreDone() throws IOException {
        sweep.pageRead(1_000, 50);
        sweep.pageRead(1_000, 50);
        clock.advance(Duration.ofSeconds(10));

        JsonNode underWay = json(up()).path("under_way");

        assertThat(underWay.path("pages").asInt()).isEqualTo(2);
        assertThat(underWay.path("expected_pages").asInt()).isEqualTo(20);
        assertThat(underWay.path("millis_left").asLong()).isEqualTo(90_000);
    }

    @Test
    void withoutATotalNothingIsExpected() throws IOException {
        sweep.pageRead(-1, 50);

        JsonNode underWay = json(up()).path("under_way");

        assertThat(underWay.path("fetched").asInt()).isEqualTo(50);
        assertThat(underWay.path("expected_pages").isNull()).isTrue();
        assertThat(underWay.path("millis_left").isNull()).isTrue();
    }

    @Test
    void whenASweepIsOverNoneIsUnderWay() throws IOException {
        for (int call = 0; call < 3; call++) {
            tuya.budget().take();
        }
        sweep.pageRead(2, 2);
        sweep.ticketSeen("Pending");
        sweep.ticketSeen("Strange");
        clock.advance(Duration.ofSeconds(4));
        status.complete(sweep, 0);

        JsonNode json = json(up());

        assertThat(json.path("under_way").isNull()).isTrue();
        assertThat(json.path("last_sweep").path("completed_at").asLong())
                .isEqualTo(START.plusSeconds(4).toEpochMilli());
        assertThat(json.path("last_sweep").path("states").toString())
                .isEqualToIgnoringWhitespace("{\"other\":1,\"Pending\":1}");
        assertThat(json.path("last_sweep").path("calls").asInt()).isEqualTo(3);
    }

    @Test
    void theCheckThatIsDownIsTheOneThatIsTold() throws IOException {
        status.failed(new Trouble(Source.API, "Tuya error 1004", "compare the secrets", true, START.plusSeconds(300)));
        HealthCheck.Result down = result("call-budget")
                .detail("reason", "spent")
                .detail("remedy", "wait")
                .message("spent; wait")
                .down()
                .build();

        JsonNode health = json(up(), down).path("health");

        assertThat(health.path("up").asBoolean()).isFalse();
        assertThat(health.path("reason").asText()).isEqualTo("spent");
        assertThat(health.path("remedy").asText()).isEqualTo("wait");
        assertThat(health.path("next_attempt").asLong())
                .isEqualTo(START.plusSeconds(300).toEpochMilli());
    }

    private JsonNode json(HealthCheck.Result... results) throws IOException {
        return new ObjectMapper().readTree(report.json(List.of(results)));
    }

    private static HealthCheck.Result up() {
        return result("ticket-stream").message("active").up().build();
    }

    private static HealthCheckResultBuilder result(String id) {
        return HealthCheckResultBuilder.on(new AbstractHealthCheck(id) {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                throw new IllegalStateException("only its name is asked for");
            }
        });
    }
}
