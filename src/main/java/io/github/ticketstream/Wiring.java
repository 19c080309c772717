package io.github.ticketstream;

import io.github.ticketstream.ops.LastHour;
import io.github.ticketstream.ops.StatusReport;
import io.github.ticketstream.ops.StatusView;
import io.github.ticketstream.ops.StreamHealth;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.StreamStatus.Role;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Periods;
import io.github.ticketstream.process.ClockWatch;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Pulse;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.StreamNotes;
import io.github.ticketstream.published.TransactionalEndpoint;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.settings.CamelSettings;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.StartLog;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.github.ticketstream.standby.Election;
import io.github.ticketstream.standby.ElectionHealth;
import io.github.ticketstream.standby.Replica;
import io.github.ticketstream.sweep.ListReader;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.Tuya;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.RoutePolicySupport;

/** From settings to objects to routes. Only this class knows all others. */
public final class Wiring implements CamelConfiguration {
    /** The longest step except a call to Tuya: longer than Kafka's clients try anything before they give up. */
    private static final Duration MAX_STEP = Duration.ofMinutes(2);

    private final TuyaSettings tuyaSettings;
    private final TicketSettings ticketSettings;
    private final KafkaClients kafka;
    private final Clocks clocks;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private Wiring(Settings settings, KafkaClients kafka, Clocks clocks) {
        this.tuyaSettings = TuyaSettings.from(settings);
        this.ticketSettings = TicketSettings.from(settings);
        this.kafka = kafka;
        this.clocks = clocks;
    }

    /**
     * The program, not started.
     *
     * @param clients made from Camel's own settings for Kafka, under {@code camel.component.kafka}
     * @throws io.github.ticketstream.process.SettingException if a setting is not usable
     */
    public static Main program(
            Settings settings, Clocks clocks, Function<Supplier<KafkaConfiguration>, KafkaClients> clients) {
        Main main = new Main();
        Wiring wiring = new Wiring(settings, TransactionalEndpoint.bind(main, clients), clocks);
        CamelSettings.give(settings, main);
        // Bound before Camel starts its own metrics, which then use it.
        main.bind("metricsRegistry", wiring.registry);
        main.configure().addConfiguration(wiring);
        // Camel's own one has a hang-up hook that can wait for itself when ours comes first.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        return main;
    }

    @Override
    public void configure(CamelContext camel) throws Exception {
        // A request that hangs must not hold up the end of the program.
        camel.getExecutorServiceManager().setShutdownAwaitTermination(1_000);
        // A failed sweep was logged already, by Recovery, with what to do.
        camel.getRegistry().bind("quietly", new LoggingExceptionHandler(camel, Wiring.class, LoggingLevel.DEBUG));
        PublishedState published = new PublishedState(kafka, ticketSettings);
        camel.addService(published, true, true);
        Optional<Election> election = Election.of(camel, ticketSettings, published);
        Stream stream = stream(camel, published, election);
        RoutePolicy activity = new RoutePolicySupport() {};
        if (election.isPresent()) {
            // One of several: sweeps while it is elected, and otherwise reads the elected one's records.
            Replica replica = new Replica(election.get(), published, stream.status(), () -> {
                stream.sweeps().reset();
                stream.tuya().tokenPrefetch().run();
            });
            camel.addRoutes(replica);
            activity = replica.policy();
        } else {
            // The only one, always active. Fetches the token while the first sweep still reads the state topic.
            camel.addStartupListener(
                    (context, started) -> stream.tuya().tokenPrefetch().run());
        }
        sweep(camel, stream, activity);
        watch(camel, stream, election);
        StartLog.write(tuyaSettings, ticketSettings);
    }

    private record Stream(PublishedState published, Tuya tuya, Pace pace, StreamStatus status, Sweeps sweeps) {}

    private Stream stream(CamelContext camel, PublishedState published, Optional<Election> election) throws Exception {
        BooleanSupplier active = () -> election.map(Election::isLeader).orElse(true);
        Role role = new Role(active, () -> camel.isStopping() || camel.isStopped());
        StreamMeters meters = new StreamMeters(registry, clocks.wall());
        Tuya tuya = Tuya.connect(camel, tuyaSettings, ticketSettings, registry, clocks);
        Pulse pulse = new Pulse(
                clocks.monotonic(),
                () -> tuya.meters().attempts() + published.versions().recordsRead() + meters.total(SweepCount.FETCHED),
                tuyaSettings.longestCall().plus(MAX_STEP));
        StreamStatus status = new StreamStatus(role, pulse, meters, clocks);
        Pace pace = new Pace(tuya.budget(), Periods.of(ticketSettings), clocks.monotonic());
        status.noticesFrom(List.of(published::notice, pace::notice));
        meters.observe(status, pace);
        published.versions().notes().onCalls(callsInto(tuya.budget()));
        published.versions().onSweep(sweep -> pace.restore(sweep.apiCalls()));
        ListReader list = new ListReader(tuya, published.versions(), ticketSettings, clocks);
        return new Stream(published, tuya, pace, status, new Sweeps(tuya, pace, list, status));
    }

    /** Hands the count of the calls from the state topic to the budget. */
    static Consumer<StreamNotes.Calls> callsInto(CallBudget budget) {
        return calls -> {
            long counted = budget.limit().isPresent() ? calls.calls() : Math.max(calls.calls(), calls.bySweep());
            CallBudget.Count count = new CallBudget.Count(calls.at(), counted, calls.unnamed());
            if (calls.own()) {
                budget.confirm(count);
            } else {
                budget.restore(count);
            }
        };
    }

    private void sweep(CamelContext camel, Stream stream, RoutePolicy activity) throws Exception {
        PublishedState published = stream.published();
        TicketRecords records =
                new TicketRecords(camel, ticketSettings, tuyaSettings.region(), published::limits, clocks.wall());
        records.learnFrom(stream.tuya().clock()::at, stream.tuya().tickets().size()::note);
        Publication publication = new Publication(
                published, records, stream.status().meters(), stream.sweeps().size());
        ProducerTemplate template = camel.createProducerTemplate();
        Recovery recovery = new Recovery(
                stream.sweeps(),
                stream.status(),
                () -> publication.commitCalls(batch -> template.requestBody(SweepRoutes.PUBLISH, batch)),
                clocks);
        camel.addRoutes(new SweepRoutes(stream.sweeps(), publication, recovery, activity));
    }

    private void watch(CamelContext camel, Stream stream, Optional<Election> election) throws Exception {
        StreamStatus status = stream.status();
        Pace pace = stream.pace();
        Registry beans = camel.getRegistry();
        beans.bind("ticket-stream-health", new StreamHealth(status, pace, stream.published()::isKafkaReachable));
        beans.bind("call-budget-health", new StreamHealth.OfBudget(pace));
        election.ifPresent(view -> {
            status.meters().election(view::isAlive);
            beans.bind("election-health", new ElectionHealth(view));
        });
        LastHour lastHour = new LastHour(registry, status.meters(), clocks.wall());
        ClockWatch clockWatch = new ClockWatch(clocks, () -> {
            stream.published().clockWasSetBack();
            election.ifPresent(Election::clockWasSetBack);
        });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // Never by Camel's timer, which waits for the wall clock.
                from("scheduler:sample?delay=5000").routeId("sample-meters").bean(lastHour, "sample");
                from("scheduler:watch-clock?delay=1000").routeId("watch-clock").bean(clockWatch, "look");
            }
        });
        StatusReport report = new StatusReport(status, pace, stream.tuya().meters(), lastHour);
        beans.bind("vertxOptions", StatusView.serverOptions());
        String port = camel.resolvePropertyPlaceholders("{{camel.management.port}}");
        camel.addStartupListener((context, started) -> new StatusView(context, report).serve(Integer.parseInt(port)));
    }
}
