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
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The clients for Tuya and Kafka as the stream has them, without the stream: the same settings, the same signature and TLS,
 * but no route that publishes and nothing that is served.
 */
final class Connections implements AutoCloseable {
    private static final List<String> SERVERS = List.of(
            "camel.management.enabled", "camel.server.enabled", "camel.health.enabled", "camel.metrics.enabled");

    private final TuyaSettings tuyaSettings;
    private final TicketSettings ticketSettings;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Main main = new Main();
    private Tuya tuya;

    private Connections(Settings settings) {
        this.tuyaSettings = TuyaSettings.from(settings);
        this.ticketSettings = TicketSettings.from(settings);
        CamelSettings.give(settings, main);
        // Stronger than the environment: the stream beside us may listen at that port.
        SERVERS.forEach(server -> main.addOverrideProperty(server, "false"));
        main.bind("kafkaClients", kafka());
        main.bind(TransactionalEndpoint.HEADER_FILTER, TransactionalEndpoint.headerFilter());
        main.configure().addConfiguration(new TuyaOnly());
    }

    /** @throws SettingException if a setting is not usable */
    static Connections open(Settings settings) {
        Connections connections = new Connections(settings);
        try {
            connections.main.start();
            return connections;
        } catch (RuntimeException e) {
            connections.close();
            SettingException refused = CamelSettings.refused(settings, e);
            throw refused == null ? e : refused;
        }
    }

    private final class TuyaOnly implements CamelConfiguration {
        @Override
        public void configure(CamelContext camel) throws Exception {
            camel.getExecutorServiceManager().setShutdownAwaitTermination(1_000);
            tuya = Tuya.connect(camel, tuyaSettings, ticketSettings, registry, Clocks.system());
        }
    }

    TuyaSettings tuyaSettings() {
        return tuyaSettings;
    }

    TicketSettings ticketSettings() {
        return ticketSettings;
    }

    Tuya tuya() {
        return tuya;
    }

    /** What the calls to Tuya were measured to be. */
    SimpleMeterRegistry registry() {
        return registry;
    }

    KafkaClients kafka() {
        return new KafkaClients(() -> main.getCamelContext()
                .getComponent("kafka", KafkaComponent.class)
                .getConfiguration());
    }

    /** The endpoint to which the stream publishes; nothing is sent there. */
    KafkaConfiguration publishing() {
        return main.getCamelContext()
                .getEndpoint(TransactionalEndpoint.URI, KafkaEndpoint.class)
                .getConfiguration();
    }

    /** How long the stream lets a transaction be open. */
    long transactionMillis() {
        Object set = publishing().createProducerProperties().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return Long.parseLong(String.valueOf(set));
    }

    @Override
    public void close() {
        main.stop();
    }
}
