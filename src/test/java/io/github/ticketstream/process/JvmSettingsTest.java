package io.github.ticketstream.process;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JvmSettingsTest {
    private final Properties system = new Properties();

    @ParameterizedTest
    @CsvSource({
        "log.level, chatty",
        "log.level, ''",
        "log.level.kafka, 5",
        "log.level.camel, all of it",
        "log.format, xml",
        "log4j2.configurationFile, no/such.properties",
        "log4j2.configurationFile, file:/no/such.properties",
        "log4j2.configurationFile, file:///no/such.properties",
        "log4j.configurationFile, no/such.xml",
        "javax.net.ssl.trustStore, /no/such.p12",
        "javax.net.ssl.keyStore, /no/such.p12"
    })
    void whatIsNotUsableIsNamed(String key, String value) {
        system.put(key, value);

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> JvmSettings.require(system))
                .withMessageStartingWith(key + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "log.level, TRACE",
        "log.format, json",
        "log4j2.configurationFile, src/main/resources/log4j2.properties",
        "log4j2.configurationFile, log4j2.properties",
        "log4j2.configurationFile, classpath:log4j2.properties",
        "log4j2.configurationFile, https://example.com/log4j2.xml",
        "javax.net.ssl.trustStore, pom.xml",
        "javax.net.ssl.trustStore, NONE",
        "javax.net.ssl.trustStore, ''"
    })
    void whatIsUsableIsNot(String key, String value) {
        system.put(key, value);

        assertThatNoException().isThrownBy(() -> JvmSettings.require(system));
    }
}
