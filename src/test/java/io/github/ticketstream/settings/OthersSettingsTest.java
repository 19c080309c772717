package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.ticketstream.process.SettingException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OthersSettingsTest {
    private final Properties system = new Properties();

    @ParameterizedTest
    @CsvSource({
        "log.level, chatty",
        "log.level.kafka, 5",
        "log.level.camel, all of it",
        "log.format, xml",
        "log4j2.configurationFile, no/such.properties",
        "log4j2.configurationFile, file:///no/such.properties",
        "javax.net.ssl.trustStore, /no/such.p12",
        "javax.net.ssl.keyStore, /no/such.p12"
    })
    void whatIsNotUsableIsNamed(String key, String value) {
        system.put(key, value);

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> OthersSettings.requireJvms(system))
                .withMessageStartingWith(key + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "log.level, TRACE",
        "log.format, json",
        "log4j2.configurationFile, src/main/resources/log4j2.properties",
        "log4j2.configurationFile, classpath:log4j2.properties",
        "log4j2.configurationFile, https://example.com/log4j2.xml",
        "javax.net.ssl.trustStore, pom.xml",
        "javax.net.ssl.trustStore, ''"
    })
    void whatIsUsableIsNot(String key, String value) {
        system.put(key, value);

        assertThatNoException().isThrownBy(() -> OthersSettings.requireJvms(system));
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.management.sendEnabled", "camel.management.upload-enabled"})
    void whatWouldTakePartInTheFlowIsNotServed(String key) {
        assertThat(CamelSettingsTest.refused(key + "=true", "camel.management.upload-source-dir=."))
                .hasMessageContaining("Enabled: is not allowed: the management port is read-only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.kafka.maxRequestSize",
                "camel.component.https.connectionsPerRoute",
                "camel.main.shutdownTimeout"
            })
    void whatIsNoNumberIsNotTakenForNought(String key) {
        for (String value : new String[] {"many", "1,000", "0x10", "1 000", "5 s"}) {
            assertThat(CamelSettingsTest.refused(key + "=" + value)).hasMessageStartingWith(key + ": ");
        }
    }

    @Test
    void aClassOfALoginThatIsNotThereSendsToTheFolderForIt() {
        String key = "camel.component.kafka.additionalProperties[sasl.client.callback.handler.class]";

        assertThat(CamelSettingsTest.refused(key + "=software.amazon.msk.auth.iam.IAMClientCallbackHandler"))
                .hasMessageStartingWith(key + ": Invalid value software.amazon.msk.auth.iam.IAMClientCallbackHandler")
                .hasMessageContaining("could not be found. put its jar into ext/");
    }

    @ParameterizedTest
    @CsvSource({
        "brokers, localhost, must be addresses such as kafka:9092",
        "brokers, localhost:99999, must be addresses such as kafka:9092",
        "compressionCodec, abc, Invalid value abc",
        "maxRequestSize, 100, must be at least 4096",
        "bufferMemorySize, 1000, must be at least 1048576",
        "sslTruststoreLocation, /no/such.p12, there is no readable file of that name"
    })
    void whatNoKafkaClientCanUseIsNamedByCamelsKey(String option, String value, String problem) {
        assertThat(CamelSettingsTest.refused(
                        "camel.component.kafka.securityProtocol=SSL", "camel.component.kafka." + option + "=" + value))
                .hasMessageStartingWith("camel.component.kafka." + option + ": " + problem);
    }
}
