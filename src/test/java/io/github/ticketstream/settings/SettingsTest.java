package io.github.ticketstream.settings;

import static io.github.ticketstream.settings.TestSettings.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Four layers, weakest first: packaged defaults, file, environment, system properties. */
final class SettingsTest {
    private static final Map<String, String> NO_ENVIRONMENT = Map.of();
    private static final Properties NOTHING = new Properties();

    @TempDir
    Path directory;

    @Test
    void eachLayerReplacesTheWeakerOnesKeyByKey() throws IOException {
        file("config/application.properties", "tickets.page-size=1\ntickets.topic=file\ntickets.state-topic=file");
        Map<String, String> environment = Map.of("TICKETS_PAGE_SIZE", "2", "TICKETS_TOPIC", " environment ");

        Settings settings = Settings.load(environment, properties("tickets.page-size=3"), directory);

        assertThat(settings.text("tickets.page-size")).isEqualTo("3");
        assertThat(settings.text("tickets.topic")).isEqualTo("environment");
        assertThat(settings.text("tickets.state-topic")).isEqualTo("file");
        assertThat(settings.text("tickets.sweep-topic")).isEqualTo("tuya.tickets.sweeps");
    }

    @ParameterizedTest
    @CsvSource({
        "tuya.client-secret, TUYA_CLIENT_SECRET_FILE",
        "tickets.mask-key, TICKETS_MASK_KEY_FILE",
        "camel.component.kafka.saslJaasConfig, CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG_FILE",
        "camel.component.kafka.saslPassword, CAMEL_COMPONENT_KAFKA_SASL_PASSWORD_FILE",
        "camel.component.kafka.sslTruststorePassword, CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_PASSWORD_FILE",
        "camel.component.kafka.sslKeystorePassword, CAMEL_COMPONENT_KAFKA_SSL_KEYSTORE_PASSWORD_FILE",
        "camel.component.kafka.sslKeyPassword, CAMEL_COMPONENT_KAFKA_SSL_KEY_PASSWORD_FILE",
        "camel.component.kafka.oauthClientSecret, CAMEL_COMPONENT_KAFKA_OAUTH_CLIENT_SECRET_FILE",
        "camel.ssl.keyStorePassword, CAMEL_SSL_KEY_STORE_PASSWORD_FILE"
    })
    void eachSecretCanBeInAFile(String key, String variable) throws IOException {
        String file = Files.writeString(directory.resolve("secret"), " hush\n").toString();

        Settings settings = Settings.load(Map.of(variable, file), NOTHING, directory);

        assertThat(settings.text(key)).isEqualTo("hush");
        assertThat(settings.withoutSecrets()).doesNotContainValue(file);
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Settings.load(Map.of(variable, file), TestSettings.properties(key + "=x"), directory))
                .withMessageMatching(key + ": is given, and .* too; exactly one of the two is allowed");
    }

    @Test
    void theEnvironmentAlsoHoldsSettingsOfCamelsComponents() throws IOException {
        file("config/application.properties", "camel.component.kafka.saslMechanism=PLAIN");
        Map<String, String> environment = Map.of(
                "CAMEL_COMPONENT_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG", "from-the-environment",
                "CAMEL_COMPONENT_KAFKA_SECURITY_PROTOCOL", " ");

        Properties told = Settings.load(environment, NOTHING, directory).withoutSecrets();

        assertThat(told)
                .containsEntry("camel.component.kafka.saslMechanism", "SCRAM-SHA-512")
                .containsEntry("camel.component.kafka.saslJaasConfig", "from-the-environment")
                .doesNotContainKeys("camel.component.kafka.sasl-mechanism", "camel.component.kafka.securityProtocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyEnvironmentVariableCountsAsNotSet(String empty) {
        Map<String, String> environment = Map.of("TICKETS_PAGE_SIZE", empty, "TICKETS_CONFIG", empty);

        Settings settings = Settings.load(environment, NOTHING, directory);

        assertThat(settings.text("tickets.page-size")).isEqualTo("auto");
    }

    @Test
    void theNamedFileReplacesTheUsualOne() throws IOException {
        file("config/application.properties", "tickets.page-size=1\ntickets.topic=usual");
        file("other/my.properties", "tickets.page-size = 7 ");

        for (String named : new String[] {
            "other/my.properties", directory.resolve("other/my.properties").toString()
        }) {
            Settings settings = Settings.load(Map.of("TICKETS_CONFIG", named), NOTHING, directory);

            assertThat(settings.text("tickets.page-size")).isEqualTo("7");
            assertThat(settings.text("tickets.topic")).isEqualTo("tuya.tickets");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tickets.category-path=Żółć/修理, tickets.category-path, Żółć/修理",
        "\ufefftickets.first-run=skip, tickets.first-run, skip"
    })
    void theFileIsReadAsUtf8WithoutAByteOrderMark(String line, String key, String value) throws IOException {
        file("config/application.properties", line + "\n");

        assertThat(Settings.load(NO_ENVIRONMENT, NOTHING, directory).text(key)).isEqualTo(value);
    }

    @Test
    void aFileThatCannotBeReadIsRefusedOnOneLine() throws IOException {
        file("broken.properties", "tuya.client-secret=" + TestSettings.SECRET + "\\u12");
        Files.write(directory.resolve("latin1.properties"), new byte[] {'a', '=', (byte) 0xe9, '\n'});
        Files.createDirectories(directory.resolve("folder\nfolder"));

        for (String named :
                new String[] {"broken.properties", "latin1.properties", "folder\nfolder", "no/such.properties"}) {
            assertThatExceptionOfType(SettingException.class)
                    .isThrownBy(() -> Settings.load(Map.of("TICKETS_CONFIG", named), NOTHING, directory))
                    .withMessageStartingWith("TICKETS_CONFIG: the settings file ")
                    .withMessageEndingWith("; name a properties file in UTF-8")
                    .satisfies(thrown ->
                            assertThat(thrown.getMessage()).hasLineCount(1).doesNotContain(TestSettings.SECRET));
        }
    }

    @Test
    void anUnknownSystemPropertyIsRefusedWithoutItsValue() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Settings.load(
                        NO_ENVIRONMENT, properties("tuya.client-secrt=" + TestSettings.SECRET), directory))
                .withMessageStartingWith("tuya.client-secrt: no such setting (given in the system properties); "
                        + "allowed are tickets.category-path, ")
                .withMessageContaining("tuya.client-secret")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(TestSettings.SECRET));
    }

    @Test
    void anEmptyValueOfAKeyThatHasADefaultIsRefused() throws IOException {
        file("config/application.properties", "tickets.topic = \ntickets.states =");

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Settings.load(NO_ENVIRONMENT, NOTHING, directory))
                .withMessage(
                        "tickets.topic: is empty in config/application.properties; give a value or leave the line out");
        for (String key : new String[] {"tuya.parameter-style", "camel.component.kafka.brokers"}) {
            assertThatExceptionOfType(SettingException.class)
                    .isThrownBy(() -> TestSettings.only(key + "="))
                    .withMessage(key + ": is empty in the system properties; give a value or leave the line out");
        }
    }

    @Test
    void aMisspeltVariableIsIgnoredAndTold() {
        Map<String, String> environment = new HashMap<>(Map.of("TUYA_CLIENT_ID", "id", "TICKETS_PAGESIZE", "1"));
        List.of("TUYA_CLIENT_SECRT", "TICKETS_CONFIG", "PATH").forEach(name -> environment.put(name, ""));

        assertThat(Settings.load(environment, NOTHING, directory).ignoredVariables())
                .containsExactly("TICKETS_PAGESIZE", "TUYA_CLIENT_SECRT");
    }

    @ParameterizedTest
    @CsvSource({
        "ticket.page-size=10, ticket.page-size",
        "Tickets.page-size=10, Tickets.page-size",
        "'\u00a0tickets.page-size=10', '\u00a0tickets.page-size'",
        "tuya-client-id=x, tuya-client-id",
        "page-size: 10, page-size",
        "'tickets:\n  page-size: 10', tickets"
    })
    void aKeyThatNobodyReadsIsRefused(String lines, String key) throws IOException {
        file("config/application.properties", "# Mine\n" + lines + "\n");

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Settings.load(NO_ENVIRONMENT, NOTHING, directory))
                .withMessageContaining("no such setting (given in config/application.properties)")
                .withMessageContaining("a key begins with tuya., tickets., camel.")
                .satisfies(thrown -> assertThat(thrown.getMessage()).contains(key.strip()));
    }

    @Test
    void camelIsToldEverythingButSecrets() {
        Properties told = TestSettings.with("tickets.mask-key=mask-me", "camel.component.kafka.brokers=b:1")
                .withoutSecrets();

        assertThat(told)
                .containsEntry("camel.component.kafka.brokers", "b:1")
                .containsEntry("tickets.page-size", "auto")
                .doesNotContainKeys("tuya.client-secret", "tickets.mask-key")
                .doesNotContainValue(TestSettings.SECRET)
                .doesNotContainValue("mask-me");
    }

    private void file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
