package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings under {@code tuya.}, checked.
 *
 * @param clientSecret the project's Access Secret; used to sign, never printed
 * @param baseUrl scheme, host and optional port and path of the data centre, without a slash at the end
 * @param basePath its path, which a gateway may need and which is not Tuya's; mostly empty
 * @param region the data centre's short name, or the host of {@code tuya.base-url}; part of every event's source
 * @param camelCase whether parameters are spelt {@code pageNo} instead of {@code page_no}
 * @param requestsPerSecond ceiling over all calls
 * @param maxResponseSize bytes of an unpacked reply that are read at most
 * @param monthBeginsOn the day, 1 to 28, on which a month of calls begins (UTC)
 */
public record TuyaSettings(
        String clientId,
        String clientSecret,
        String baseUrl,
        String basePath,
        String region,
        Optional<ProxySettings> proxy,
        boolean camelCase,
        double requestsPerSecond,
        int concurrentRequests,
        Duration connectTimeout,
        Duration responseTimeout,
        int maxResponseSize,
        OptionalLong callsPerMonth,
        int monthBeginsOn) {

    /** Tuya's data centres. Source: Tuya's API reference. */
    private static final Map<String, String> DATA_CENTERS = new TreeMap<>(Map.of(
            "cn", "https://openapi.tuyacn.com",
            "us", "https://openapi.tuyaus.com",
            "us-east", "https://openapi-ueaz.tuyaus.com",
            "eu", "https://openapi.tuyaeu.com",
            "eu-west", "https://openapi-weaz.tuyaeu.com",
            "in", "https://openapi.tuyain.com",
            "sg", "https://openapi-sg.iotbing.com"));

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    /** Returns whether the address is one of Tuya's data centres, and no proxy or gateway. */
    public boolean isTuyas() {
        return DATA_CENTERS.containsValue(baseUrl);
    }

    /** Returns the longest time of one call: its turn, the connection, the handshake, the reply. */
    public Duration longestCall() {
        return Duration.ofMillis((long) (1_000 / requestsPerSecond))
                .plus(connectTimeout)
                .plus(responseTimeout.multipliedBy(2));
    }

    /** @throws SettingException if a setting is missing, malformed or contradicts another */
    public static TuyaSettings from(Settings settings) {
        requireAll(settings);
        URI url = baseUrl(settings);
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getRawAuthority().replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        String path = url.getRawPath().replaceAll("/+$", "");
        String port = url.getRawAuthority().substring(host.length());
        String dataCenter = settings.text("tuya.data-center");
        return new TuyaSettings(
                settings.text("tuya.client-id"),
                settings.text("tuya.client-secret"),
                scheme + "://" + host + port + path,
                path,
                dataCenter.isEmpty() ? host : dataCenter,
                ProxySettings.of(settings, scheme, host),
                settings.oneOf("tuya.parameter-style", List.of("snake_case", "camelCase"))
                        .equals("camelCase"),
                settings.decimal("tuya.requests-per-second", "0.01", "10000"),
                settings.whole("tuya.concurrent-requests", 1, 64),
                settings.duration("tuya.connect-timeout", SHORTEST_TIMEOUT, MAX_TIMEOUT),
                settings.duration("tuya.response-timeout", SHORTEST_TIMEOUT, MAX_TIMEOUT),
                settings.whole("tuya.max-response-size", 1024, 1 << 30),
                settings.optionalWhole("tuya.calls-per-month", 1, 1_000_000_000),
                settings.whole("tuya.month-begins-on", 1, 28));
    }

    /** Names all missing settings at once, so that a new user is not refused once for each. */
    private static void requireAll(Settings settings) {
        Map<String, String> missing = new LinkedHashMap<>();
        missing.put("tuya.client-id", "TUYA_CLIENT_ID, the Access ID of your Tuya cloud project");
        missing.put(
                "tuya.client-secret",
                "TUYA_CLIENT_SECRET, its Access Secret, or TUYA_CLIENT_SECRET_FILE, a file that holds it");
        if (!settings.isSet("tuya.base-url")) {
            missing.put(
                    "tuya.data-center",
                    "TUYA_DATA_CENTER, one of " + String.join(", ", DATA_CENTERS.keySet()) + ", or TUYA_BASE_URL");
        }
        if (settings.isSet("tickets.mask-fields")) {
            missing.put("tickets.mask-key", "TICKETS_MASK_KEY, for tickets.mask-fields");
        }
        missing.keySet().removeIf(settings::isSet);
        if (!missing.isEmpty()) {
            List<String> keys = List.copyOf(missing.keySet());
            String others = keys.size() == 1 ? "" : ", with " + String.join(", ", keys.subList(1, keys.size()));
            throw new SettingException(
                    keys.get(0),
                    "is required" + others + "; set in the environment: " + String.join("; ", missing.values()));
        }
    }

    private static URI baseUrl(Settings settings) {
        boolean isNamed = settings.isSet("tuya.data-center");
        if (isNamed && settings.isSet("tuya.base-url")) {
            throw new SettingException(
                    "tuya.data-center",
                    "is given, and tuya.base-url too; give exactly one: tuya.data-center ("
                            + String.join(", ", DATA_CENTERS.keySet()) + ") or tuya.base-url");
        }
        String address = isNamed
                ? DATA_CENTERS.get(settings.oneOf("tuya.data-center", List.copyOf(DATA_CENTERS.keySet())))
                : settings.text("tuya.base-url");
        try {
            URI url = new URI(address);
            // The service of a compose file may have an underscore, with which no host is one to the JDK.
            URI server =
                    new URI("http://" + String.valueOf(url.getRawAuthority()).replace('_', '-'));
            boolean isPlain = Stream.of(server.getRawUserInfo(), url.getRawQuery(), url.getRawFragment())
                    .allMatch(Objects::isNull);
            boolean isHttp = String.valueOf(url.getScheme()).matches("(?i)https?") && server.getHost() != null;
            boolean hasPort = server.getPort() != 0 && server.getPort() <= 65_535;
            if (url.getRawAuthority() != null
                    && isHttp
                    && isPlain
                    && hasPort
                    && url.getRawPath().matches("[\\w.~/-]*")) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Refused below, like an address of something else.
        }
        // The message does not repeat the value: a URL may contain a password.
        throw new SettingException(
                "tuya.base-url",
                "is not usable; it must look like https://openapi.example.com, without query and credentials");
    }

    /** Omits the secret. */
    @Override
    public String toString() {
        return "TuyaSettings[clientId=" + clientId + ", baseUrl=" + baseUrl + "]";
    }
}
