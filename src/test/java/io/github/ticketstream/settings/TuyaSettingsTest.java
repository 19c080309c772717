package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TuyaSettingsTest {
    private static final String ID = "tuya.client-id=id";
    private static final String SECRET = "tuya.client-secret=" + TestSettings.SECRET;
    private static final String EU = "tuya.data-center=eu";

    @TempDir
    Path directory;

    @Test
    void onlyCredentialsAndADataCenterAreRequired() {
        assertThat(from(ID, SECRET, EU))
                .isEqualTo(new TuyaSettings(
                        "id",
                        "s3cr3t-of-the-project",
                        "https://openapi.tuyaeu.com",
                        "",
                        "eu",
                        Optional.empty(),
                        false,
                        4.0,
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        16_777_216,
                        OptionalLong.empty(),
                        1));
    }

    @ParameterizedTest
    @CsvSource({
        "cn, https://openapi.tuyacn.com",
        "us, https://openapi.tuyaus.com",
        "us-east, https://openapi-ueaz.tuyaus.com",
        "eu, https://openapi.tuyaeu.com",
        "eu-west, https://openapi-weaz.tuyaeu.com",
        "in, https://openapi.tuyain.com",
        "sg, https://openapi-sg.iotbing.com"
    })
    void aDataCenterStandsForItsHost(String dataCenter, String baseUrl) {
        TuyaSettings settings = from(ID, SECRET, "tuya.data-center=" + dataCenter);

        assertThat(settings.baseUrl()).isEqualTo(baseUrl);
        assertThat(settings.region()).isEqualTo(dataCenter);
    }

    @ParameterizedTest
    @CsvSource({
        "https://openapi.example.com, https://openapi.example.com, openapi.example.com",
        "http://127.0.0.1:8080//, http://127.0.0.1:8080, 127.0.0.1",
        "https://proxy.example.com/tuya/, https://proxy.example.com/tuya, proxy.example.com",
        "HTTP://Tuya_Proxy:8080, http://tuya_proxy:8080, tuya_proxy",
        "http://[::1]:8080/a/b, http://[::1]:8080/a/b, [::1]"
    })
    void aBaseUrlIsKeptWithoutSlashAtItsEnd(String given, String kept, String region) {
        TuyaSettings settings = from(ID, SECRET, "tuya.base-url=" + given);

        assertThat(settings.baseUrl()).isEqualTo(kept);
        assertThat(settings.region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pass:word@example.com",
                "https://example.com?access=word",
                "ftp://word.example.com",
                "word.example.com",
                "https://word example.com",
                "https://word.example.com:65536",
                "https://word..example.com",
                "https://example.com/w%6frd",
                "https://pass:word@my_host",
                "https://word_example:65536",
                "https://[::1::]"
            })
    void anUnusableBaseUrlIsRefusedAndNotRepeated(String given) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> from(ID, SECRET, "tuya.base-url=" + given))
                .withMessage("tuya.base-url: is not usable; it must look like https://openapi.example.com, "
                        + "without query and credentials");
    }

    /** What is missing is said at once, each with its variable. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tuya.client-id=id tuya.client-secret=x | tuya.data-center: is required; set in the environment: TUYA_DATA_CENTER, one of cn, eu, eu-west, in, sg, us, us-east, or TUYA_BASE_URL
            tuya.client-id=id tuya.data-center=eu | tuya.client-secret: is required; set in the environment: TUYA_CLIENT_SECRET, its Access Secret, or TUYA_CLIENT_SECRET_FILE, a file that holds it
            tuya.client-id=id tuya.data-center=eu tickets.mask-fields=a | tuya.client-secret: is required, with tickets.mask-key; set in the environment: TUYA_CLIENT_SECRET, its Access Secret, or TUYA_CLIENT_SECRET_FILE, a file that holds it; TICKETS_MASK_KEY, for tickets.mask-fields
            tickets.topic=t | tuya.client-id: is required, with tuya.client-secret, tuya.data-center; set in the environment: TUYA_CLIENT_ID, the Access ID of your Tuya cloud project; TUYA_CLIENT_SECRET, its Access Secret, or TUYA_CLIENT_SECRET_FILE, a file that holds it; TUYA_DATA_CENTER, one of cn, eu, eu-west, in, sg, us, us-east, or TUYA_BASE_URL
            tuya.client-id=id tuya.client-secret=x tuya.data-center=eu tuya.base-url=https://u:p@example.com | tuya.data-center: is given, and tuya.base-url too; give exactly one: tuya.data-center (cn, eu, eu-west, in, sg, us, us-east) or tuya.base-url
            tuya.client-id=id tuya.client-secret=x tuya.data-center=eu tuya.client-secret-file=/run/secret | tuya.client-secret: is given, and tuya.client-secret-file too; exactly one of the two is allowed
            tuya.client-id=id tuya.data-center=eu tuya.client-secret-file=s3cr3t-of-the-project | tuya.client-secret-file: must name a readable text file in UTF-8 that holds one line, the secret
            """)
    void whatIsMissingOrTooMuchIsNamed(String settings, String message) {
        assertRefused(message, settings.split(" "));
    }

    /** Neither blanks nor the mark that some editors write are part of it. */
    @ParameterizedTest
    @ValueSource(strings = {"\n  from the file \r\n", "\ufeff  from the file\r\n"})
    void theSecretIsReadFromItsFile(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), content);

        assertThat(from(ID, EU, "tuya.client-secret-file=" + file).clientSecret())
                .isEqualTo("from the file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" \n", "\ufeff\n", "s3cr3t\0", "\0s\0e", "s3cr3t\nand more", "s3\ufeffcr3t", "s3cr3t\u0007"})
    void aFileThatHoldsNoSecretIsRefusedAndNotRepeated(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("odd"), content);

        assertRefused(
                "tuya.client-secret-file: must name a readable text file in UTF-8 that holds one line, the secret",
                ID,
                EU,
                "tuya.client-secret-file=" + file);
    }

    @Test
    void limitsAndSpellingAreAsGiven() {
        TuyaSettings settings = TuyaSettings.from(TestSettings.with(
                "tuya.parameter-style=camelCase",
                "tuya.requests-per-second=0.5",
                "tuya.concurrent-requests=1",
                "tuya.connect-timeout=100ms",
                "tuya.response-timeout=1m30s",
                "tuya.max-response-size=1024"));

        assertThat(settings.camelCase()).isTrue();
        assertThat(settings.requestsPerSecond()).isEqualTo(0.5);
        assertThat(settings.concurrentRequests()).isEqualTo(1);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.responseTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.maxResponseSize()).isEqualTo(1024);
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(from(ID, SECRET, EU)).hasToString("TuyaSettings[clientId=id, baseUrl=https://openapi.tuyaeu.com]");
    }

    private static TuyaSettings from(String... settings) {
        return TuyaSettings.from(TestSettings.only(settings));
    }

    private static void assertRefused(String message, String... settings) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> from(settings))
                .withMessage(message);
    }
}
