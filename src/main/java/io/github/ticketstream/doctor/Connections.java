package io.github.ticketstream.doctor;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.TransactionalEndpoint;
import io.github.ticketstream.settings.CamelSettings;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.github.ticketstream.tuya.Tuya;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.main.Main;

/**
 * The clients for Tuya and Kafka as the stream has them, without the stream: the same settings, the same signature and
 * TLS, but no route that publishes and nothing that is served.
 */
record Connections(Main main, TuyaSettings tuyaSettings, TicketSettings ticketSettings, Tuya tuya, KafkaClients kafka)
        implements AutoCloseable {
    private static final List<String> SERVERS = List.of(
            "camel.management.enabled", "camel.server.enabled", "camel.health.enabled", "camel.metrics.enabled");

    /** @throws SettingException if a setting is not usable */
    static Connections open(Settings settings) {
        TuyaSettings tuyaSettings = TuyaSettings.from(settings);
        TicketSettings ticketSettings = TicketSettings.from(settings);
        Main main = new Main();
        CamelSettings.give(settings, main);
        // Overrides the environment: the stream beside us may listen at that port.
        SERVERS.forEach(server -> main.addOverrideProperty(server, "false"));
        KafkaClients kafka = TransactionalEndpoint.bind(main, KafkaClients::new);
        try {
            main.start();
            CamelContext camel = main.getCamelContext();
            camel.getExecutorServiceManager().setShutdownAwaitTermination(1_000);
            Tuya tuya = Tuya.connect(camel, tuyaSettings, ticketSettings, new SimpleMeterRegistry(), Clocks.system());
            return new Connections(main, tuyaSettings, ticketSettings, tuya, kafka);
        } catch (Exception e) {
            main.stop();
            SettingException refused = CamelSettings.refused(settings, e);
            throw refused == null ? RuntimeCamelException.wrapRuntimeCamelException(e) : refused;
        }
    }

    /** The endpoint to which the stream publishes; nothing is sent there. */
    KafkaConfiguration publishing() {
        return main.getCamelContext()
                .getEndpoint(TransactionalEndpoint.URI, KafkaEndpoint.class)
                .getConfiguration();
    }

    @Override
    public void close() {
        main.stop();
    }
}
