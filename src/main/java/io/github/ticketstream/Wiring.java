package io.github.ticketstream;

import io.github.ticketstream.ops.BudgetHealth;
import io.github.ticketstream.ops.LastHour;
import io.github.ticketstream.ops.ProgressLine;
import io.github.ticketstream.ops.StatusPage;
import io.github.ticketstream.ops.StatusReport;
import io.github.ticketstream.ops.StreamHealth;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.SweepJournal;
import io.github.ticketstream.ops.WatchRoutes;
import io.github.ticketstream.process.ClockWatch;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.StartLog;
import io.github.ticketstream.process.VerifiedTls;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.PublishedLog;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.github.ticketstream.standby.ElectionHealth;
import io.github.ticketstream.standby.KafkaClusterService;
import io.github.ticketstream.standby.KafkaClusterView;
import io.github.ticketstream.standby.LeaderRoutePolicy;
import io.github.ticketstream.standby.StandbyReader;
import io.github.ticketstream.tuya.Tuya;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Settings → objects → routes. The only place that knows everybody. */
public final class Wiring implements CamelConfiguration {
    private final TuyaSettings tuyaSettings;
    private final TicketSettings ticketSettings;
    private final Clocks clocks;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private Wiring(TuyaSettings tuyaSettings, TicketSettings ticketSettings, Clocks clocks) {
        this.tuyaSettings = tuyaSettings;
        this.ticketSettings = ticketSettings;
        this.clocks = clocks;
    }

    /**
     * The program, not started.
     *
     * @throws io.github.ticketstream.settings.SettingException if a setting is not usable
     */
    public static Main program(Settings settings, Clocks clocks) {
        return program(settings, clocks, KafkaClients::new);
    }

    /** The same with Kafka clients of another make: these are made from Camel's settings for Kafka. */
    public static Main program(
            Settings settings, Clocks clocks, Function<Supplier<KafkaConfiguration>, KafkaClients> clients) {
        Wiring wiring = new Wiring(TuyaSettings.from(settings), TicketSettings.from(settings), clocks);
        Main main = new Main();
        // The settings' layers are already one; Camel must not read the packaged file again, behind the operator's
        // back.
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(settings.withoutSecrets());
        // Bound before Camel starts its own metrics, which then use it.
        main.bind("metricsRegistry", wiring.registry);
        main.bind("kafkaClients", clients.apply(() -> kafkaSettings(main.getCamelContext())));
        main.bind("recordHeaders", allButCamels());
        main.configure().addConfiguration(wiring);
        main.addMainListener(new VerifiedTls());
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
        KafkaClients kafka = camel.getRegistry().lookupByNameAndType("kafkaClients", KafkaClients.class);
        PublishedLog log = new PublishedLog(kafka, ticketSettings);
        camel.addService(new ClosingService(log), true, true);
        KafkaClusterView election = ticketSettings.standby().enabled() ? election(camel, log) : null;

        StreamStatus status = new StreamStatus(
                election == null ? () -> true : election.getLocalMember()::isLeader,
                () -> camel.isStopping() || camel.isStopped());
        status.noticesFrom(log::notice);
        StreamMeters meters = new StreamMeters(registry, status, log.versions().tickets(), clocks.wall());
        Tuya tuya = Tuya.connect(camel, tuyaSettings, ticketSettings, registry, clocks);
        log.versions()
                .onSweep(sweep -> tuya.pace().read(sweep.completedAt(), sweep.apiCalls(), sweep.callsThisMonth()));
        TransactionSize size = new TransactionSize();
        Sweeps sweeps = new Sweeps(tuya, log.versions().tickets(), size, new SweepJournal(status, meters, clocks));
        TicketRecords records =
                new TicketRecords(camel, ticketSettings, tuyaSettings.region(), log::limits, clocks.wall());
        Publication publication = new Publication(log, records, meters, size);
        Recovery recovery = new Recovery(sweeps, status, tuya.pace()::quietPeriod, clocks);
        RoutePolicy activity;
        if (election == null) {
            activity = new RoutePolicySupport() {};
            // While the first sweep still reads the log.
            camel.addStartupListener(
                    (context, alreadyStarted) -> tuya.tokenPrefetch().run());
        } else {
            LeaderRoutePolicy whileActive = new LeaderRoutePolicy(camel, log, status, () -> {
                tuya.pace().reset();
                tuya.tokenPrefetch().run();
            });
            election.addEventListener(whileActive);
            activity = whileActive;
            camel.addRoutes(new StandbyReader(log, status, meters, clocks.wall()));
            meters.election(election::isElectionAlive);
            camel.getRegistry().bind("election-health", new ElectionHealth(election));
        }
        camel.addRoutes(new SweepRoutes(sweeps, publication, recovery, activity));
        camel.getRegistry()
                .bind(
                        "ticket-stream-health",
                        new StreamHealth(status, tuya.pace()::quietPeriod, log::isKafkaReachable, clocks));
        LastHour lastHour = new LastHour(registry, meters.recent(), clocks.wall());
        watch(camel, status, meters, lastHour, tuya);
        camel.addRoutes(new WatchRoutes(lastHour, new ClockWatch(clocks, () -> {
            log.clockWasSetBack();
            if (election != null) {
                election.clockWasSetBack();
            }
        })));
        camel.getRegistry().bind("call-budget-health", new BudgetHealth(tuya.budget(), tuya.pace()));
        camel.getRegistry().bind("progress-line", new ProgressLine(status::underWay, clocks));
        StartLog.make(tuyaSettings, ticketSettings);
    }

    /** The page for those who have no Prometheus. */
    private void watch(CamelContext camel, StreamStatus status, StreamMeters meters, LastHour lastHour, Tuya tuya)
            throws Exception {
        StatusReport report = new StatusReport(status, meters.recent(), lastHour, tuya, clocks);
        camel.getRegistry().bind("vertxOptions", forAFewProbes());
        String port = camel.resolvePropertyPlaceholders("{{camel.management.port}}");
        camel.addStartupListener(
                (context, alreadyStarted) -> new StatusPage(context, report).serve(Integer.parseInt(port)));
    }

    /** The management server: no more threads than that takes, and nothing unpacked under the temporary directory. */
    private static VertxOptions forAFewProbes() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    /** Not joined before Camel has started. */
    private KafkaClusterView election(CamelContext camel, PublishedLog log) {
        Duration session = ticketSettings.standby().session();
        KafkaClusterService elections = new KafkaClusterService(
                group -> log.newGroupMember(group, session),
                new KafkaClusterService.Rules(ticketSettings.topics().state(), session));
        elections.setCamelContext(camel);
        camel.getManagementStrategy().addEventNotifier(new OnceStarted(camel, elections));
        return elections.view(ticketSettings.transactionalId());
    }

    /** Joins the election when there are routes that a leader can start. */
    private static final class OnceStarted extends SimpleEventNotifierSupport {
        private final CamelContext camel;
        private final KafkaClusterService elections;

        OnceStarted(CamelContext camel, KafkaClusterService elections) {
            this.camel = camel;
            this.elections = elections;
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.CamelContextStartedEvent;
        }

        @Override
        public void notify(CamelEvent event) throws Exception {
            camel.addService(elections, true, true);
        }
    }

    /** What a message bears for Camel alone does not go into the record. Camel's own filter compares without case, slowly. */
    private static DefaultHeaderFilterStrategy allButCamels() {
        DefaultHeaderFilterStrategy filter = new DefaultHeaderFilterStrategy();
        filter.setOutFilterStartsWith("Camel", "kafka.");
        return filter;
    }

    /** Camel's own settings for Kafka, under {@code camel.component.kafka}. */
    private static KafkaConfiguration kafkaSettings(CamelContext camel) {
        return camel.getComponent("kafka", KafkaComponent.class).getConfiguration();
    }
}
