package io.github.ticketstream;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.TestStatus;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Periods;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.PublishedState.RecordLimits;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.sweep.ListReader;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.Tuya;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.RoutePolicySupport;

/** Parts of a stream of which a test looks at something else. */
final class TestStreams {
    private TestStreams() {}

    /** @param limit of a record, in bytes */
    static TicketRecords records(TicketSettings settings, int limit, Clock clock) {
        return new TicketRecords(
                new DefaultCamelContext(), settings, "eu", () -> new RecordLimits(limit, 1 << 20), clock);
    }

    /** Of a stream in which every poll is a full sweep. */
    static Sweeps sweeps(Tuya tuya, Duration period, Clock clock, StreamStatus status) {
        Pace pace = new Pace(tuya.budget(), new Periods(period, Optional.empty(), Set.of()), clock);
        return new Sweeps(
                tuya,
                pace,
                new ListReader(tuya, new PublishedVersions(), TestSettings.tickets(), Clocks.system()),
                status);
    }

    /** The flow's routes, of parts that reach nobody. */
    static SweepRoutes sweepRoutes() {
        StreamStatus status = TestStatus.of(Clock.systemUTC());
        Clocks clocks = status.clocks();
        Sweeps sweeps = sweeps(CallBudgets.unlimited(clocks.wall()), Duration.ofMinutes(2), clocks.monotonic(), status);
        PublishedState published =
                new PublishedState(new KafkaClients(KafkaConfiguration::new), TestSettings.tickets());
        TicketRecords records = new TicketRecords(
                new DefaultCamelContext(), TestSettings.tickets(), "eu", published::limits, clocks.wall());
        Publication publication = new Publication(published, records, status.meters(), sweeps.size());
        Recovery recovery = new Recovery(sweeps, status, () -> {}, clocks);
        return new SweepRoutes(sweeps, publication, recovery, new RoutePolicySupport() {});
    }
}
