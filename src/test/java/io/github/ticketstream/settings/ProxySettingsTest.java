package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ticketstream.process.SettingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxySettingsTest {
    private static final String HOST = "openapi.tuyaeu.com";

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();

    @Test
    void withoutAnyThereIsNone() {
        assertThat(proxy("https")).isEmpty();
    }

    @Test
    void camelsSettingComesFirstThenTheJvmsThenTheEnvironments() {
        environment.put("HTTPS_PROXY", "http://environment:1");
        assertThat(proxy("https")).contains(new ProxySettings("environment", 1, "", ""));
        system.put("https.proxyHost", "jvm");
        assertThat(proxy("https")).as("the JVM's own selector knows").isEmpty();
        system.put("camel.component.https.proxy-host", "camel");
        system.put("camel.component.https.proxyPort", "3");
        assertThat(proxy("https")).contains(new ProxySettings("camel", 3, "", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example.com:3128, proxy.example.com, 3128, '', ''",
        "proxy.example.com:3128, proxy.example.com, 3128, '', ''",
        "HTTP://proxy.example.com/, proxy.example.com, 80, '', ''",
        "http://user:pa%3Ass@proxy:8080, proxy, 8080, user, pa:ss",
        "http://user@proxy:8080, proxy, 8080, user, ''"
    })
    void theEnvironmentsIsAnAddress(String url, String host, int port, String user, String password) {
        environment.put("https_proxy", url);

        assertThat(proxy("https")).contains(new ProxySettings(host, port, user, password));
    }

    @Test
    void eachSchemeHasItsOwn() {
        environment.put("HTTP_PROXY", "http://plain:1");

        assertThat(proxy("https")).isEmpty();
        assertThat(proxy("http")).contains(new ProxySettings("plain", 1, "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"openapi.tuyaeu.com", "tuyaeu.com", ".tuyaeu.com", "*.tuyaeu.com", "a.example, TuyaEU.com", "*"})
    void aHostThatNoProxyNamesIsReachedDirectly(String list) {
        environment.put("HTTPS_PROXY", "http://proxy:1");
        environment.put("NO_PROXY", list);

        assertThat(proxy("https")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"euro.com", "aeu.com", "openapi", "xopenapi.tuyaeu.com", ","})
    void anyOtherIsNot(String list) {
        environment.put("HTTPS_PROXY", "http://proxy:1");
        environment.put("NO_PROXY", list);

        assertThat(proxy("https")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://p4ssw0rd@proxy:1", "socks5://p4ssw0rd@proxy", "http://p4ss w0rd", "http://"})
    void anAddressThatIsNotUsableIsRefusedWithoutItsValue(String url) {
        environment.put("HTTPS_PROXY", url);

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> proxy("https"))
                .withMessageStartingWith("HTTPS_PROXY: ")
                .withMessageNotContaining("p4ss");
    }

    @Test
    void aPasswordIsNotShown() {
        environment.put("HTTPS_PROXY", "http://user:p4ssw0rd@proxy:1");

        assertThat(proxy("https").orElseThrow()).hasToString("ProxySettings[proxy:1]");
    }

    private Optional<ProxySettings> proxy(String scheme) {
        return ProxySettings.of(Settings.load(environment, system, Path.of("no-such-directory")), scheme, HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99999", "65536", "-1", "x", ""})
    void aPortThatIsNoneIsRefusedByItsKey(String port) {
        environment.put("HTTPS_PROXY", "http://user:hush@environment:" + (port.isEmpty() ? "0" : port));
        assertRefusedPort("HTTPS_PROXY");
        system.put("camel.component.https.proxy-host", "camel");
        system.put("camel.component.https.proxyPort", port);
        assertRefusedPort("camel.component.https.proxy-port");
    }

    private void assertRefusedPort(String key) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> proxy("https"))
                .withMessageStartingWith(key + ": ")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("hush"));
    }
}
