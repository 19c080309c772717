package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ticketstream.process.SettingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords reach Camel's components as they stand; what Camel can't make anything of is named, without its value. */
final class CamelSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x{{y}}z",
                "a\\{{b",
                "{{?none}}",
                "{{env:HOME}}",
                "x?nested=true",
                "RAW(x)",
                "#bean:x",
                "#type:x",
                "${env.HOME}",
                "ENC(x)",
                "a&b=c%20+d"
            })
    void aPasswordIsTakenAsItStands(String password) {
        String jaas = "a.Module required username=\"u\" password=\"" + password + "\";";
        Map<String, String> environment = Map.of(
                "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG", jaas,
                "CAMEL_COMPONENT_KAFKA_SSL_KEYSTORE_PASSWORD", password);
        Properties system = TestSettings.properties(
                "camel.component.kafka.ssl-key-password=" + password,
                "camel.component.kafka.sasl-username=" + password,
                "camel.component.kafka.sasl-password=" + password,
                "camel.component.kafka.oauth-client-secret=" + password,
                "camel.component.kafka.sslTruststorePassword=" + password,
                "camel.component.https.proxy-auth-password=" + password);
        Main main = main(environment, system);
        try {
            main.start();
            KafkaConfiguration kafka = main.getCamelContext()
                    .getComponent("kafka", KafkaComponent.class)
                    .getConfiguration();

            assertThat(kafka.getSaslJaasConfig()).isEqualTo(jaas);
            assertThat(kafka.getSslKeyPassword()).isEqualTo(password);
            assertThat(kafka.getSaslUsername()).isEqualTo(password);
            assertThat(kafka.getSaslPassword()).isEqualTo(password);
            assertThat(kafka.getOauthClientSecret()).isEqualTo(password);
            assertThat(kafka.getSslKeystorePassword()).isEqualTo(password);
            assertThat(kafka.getSslTruststorePassword()).isEqualTo(password);
            assertThat(main.getCamelContext()
                            .getComponent("https", HttpComponent.class)
                            .getProxyAuthPassword())
                    .isEqualTo(password);
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.ssl.trustStorePassword",
                "camel.ssl.keystorePassword",
                "camel.component.kafka.additionalProperties[ssl.key.password]",
                "camel.main.name",
                "camel.component.kafka.clientId",
                "camel.component.kafka.brokers"
            })
    void aPlaceholderThatNamesNothingIsNamedByItsKeyAlone(String key) {
        assertThat(refused(key + "=hush{{hush}}hush"))
                .hasMessageStartingWith(key + ": is not allowed to hold {{")
                .hasMessageNotContaining("hush");
    }

    @Test
    void whatCamelOnlyPassesOnToKafkaStaysAText() {
        Main main = main(
                Map.of(), TestSettings.properties("camel.component.kafka.additional-properties[sasl.password]=hush"));
        try {
            main.start();

            assertThat(main.getCamelContext()
                            .getComponent("kafka", KafkaComponent.class)
                            .getConfiguration()
                            .createProducerProperties())
                    .containsEntry("sasl.password", "hush");
        } finally {
            main.stop();
        }
    }

    @Test
    void aPlaceholderThatNamesAnotherSettingWorks() {
        Main main = main(Map.of(), TestSettings.properties("camel.main.name=of-{{tickets.transactional-id}}"));
        try {
            main.start();

            assertThat(main.getCamelContext().getName()).isEqualTo("of-tuya-ticket-stream");
        } finally {
            main.stop();
        }
    }

    @Test
    void whatCamelCannotStartWithIsNamedOnOneLine() {
        assertThat(refused("camel.main.dumpRoutes=yaml"))
                .hasMessageStartingWith("camel.main.dumpRoutes: Camel can't start");
        assertThat(refused("camel.main.mainListenerClasses=no.such.Class", "camel.main.useBreadcrumb=true"))
                .hasMessageStartingWith("camel.main.mainListenerClasses: Camel can't start");
    }

    @Test
    void theNameOfASecretIsAllThatIsTold() {
        Settings settings = TestSettings.only("camel.component.kafka.ssl-key-password=quoted-in-a-message");

        assertThat(CamelSettings.refused(settings, new IllegalStateException("bad: quoted-in-a-message")))
                .hasMessageContaining("bad: …")
                .hasMessageNotContaining("quoted");
    }

    /** What a program with these settings says instead of starting. */
    static SettingException refused(String... given) {
        Properties system = TestSettings.properties(given);
        Settings settings = Settings.load(Map.of(), system, Path.of("no-such-directory"));
        Main main = main(Map.of(), system);
        try {
            return CamelSettings.refused(settings, catchThrowable(main::start));
        } finally {
            main.stop();
        }
    }

    private static Main main(Map<String, String> environment, Properties system) {
        Properties all = TestSettings.properties("camel.management.enabled=false");
        all.putAll(system);
        Main main = new Main();
        CamelSettings.give(Settings.load(environment, all, Path.of("no-such-directory")), main);
        return main;
    }
}
