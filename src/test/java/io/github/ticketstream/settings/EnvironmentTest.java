package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Variables that are no settings: a typing error is told, what a container platform sets is passed over. */
final class EnvironmentTest {
    @Test
    void aMisspeltVariableIsNoticedAndThoseOfAContainerPlatformAreNot() {
        Map<String, String> environment = new HashMap<>();
        for (String variable : new String[] {
            "TUYA_CLIENT_SECRT",
            "TICKETS_PAGESIZE",
            "TUYA_CLIENT_ID",
            "TICKETS_CONFIG",
            "TICKETS_TOPICS_REPLICATION_FACTOR",
            "TUYA_TICKET_STREAM_SERVICE_HOST",
            "TUYA_TICKET_STREAM_SERVICE_PORT",
            "TUYA_TICKET_STREAM_SERVICE_PORT_HTTP",
            "TICKETS_PORT",
            "TICKETS_PORT_9092_TCP",
            "TICKETS_PORT_9092_TCP_ADDR",
            "PATH"
        }) {
            environment.put(variable, "");
        }
        Set<String> keys = Set.of("tuya.client-id", "tickets.topics.replication-factor");

        assertThat(Environment.unknown(environment, keys)).containsExactly("TICKETS_PAGESIZE", "TUYA_CLIENT_SECRT");
        assertThatNoException()
                .isThrownBy(() -> Settings.load(environment, new Properties(), Path.of("no-such-directory")));
    }
}
