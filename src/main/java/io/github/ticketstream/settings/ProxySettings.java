package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP proxy on the way to Tuya. Asked for in this order: Camel's own settings ({@code camel.component.https.proxy-host},
 * or {@code http} for a plain address), the JVM's ({@code -Dhttps.proxyHost}), the environment ({@code HTTPS_PROXY}). A host
 * that {@code NO_PROXY}, or the JVM's {@code http.nonProxyHosts}, names is reached directly.
 *
 * @param user empty if the proxy asks for none
 */
public record ProxySettings(String host, int port, String user, String password) {

    static Optional<ProxySettings> of(Settings settings, String scheme, String target) {
        String camel = "camel.component." + scheme + ".proxy-";
        if (settings.isSet(camel + "host")) {
            return Optional.of(new ProxySettings(
                    settings.text(camel + "host"),
                    port(settings.text(camel + "port"), camel + "port"),
                    settings.text(camel + "auth-username"),
                    settings.text(camel + "auth-password")));
        }
        Map<String, String> outside = settings.outside();
        String jvm = scheme + ".proxyHost";
        if (outside.containsKey(jvm)) {
            String port = outside.getOrDefault(scheme + ".proxyPort", scheme.equals("https") ? "443" : "80");
            return isNamed(target, outside.getOrDefault("http.nonProxyHosts", "localhost|127.*|[::1]"), "\\|")
                    ? Optional.empty()
                    : Optional.of(new ProxySettings(outside.get(jvm), port(port, scheme + ".proxyPort"), "", ""));
        }
        String variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
        String url = first(outside, variable);
        return url.isEmpty() || isNamed(target, first(outside, "NO_PROXY"), ",")
                ? Optional.empty()
                : Optional.of(ofUrl(url, variable));
    }

    private static String first(Map<String, String> outside, String variable) {
        String lower = outside.getOrDefault(variable.toLowerCase(Locale.ROOT), "");
        return lower.isEmpty() ? outside.getOrDefault(variable, "") : lower;
    }

    private static int port(String text, String key) {
        if (text.matches("\\d{1,5}") && isPort(Integer.parseInt(text))) {
            return Integer.parseInt(text);
        }
        throw new SettingException(key, "must be the proxy's port, from 1 to 65535");
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= 65_535;
    }

    /** The value is not repeated: it may hold a password. */
    private static ProxySettings ofUrl(String url, String variable) {
        try {
            URI proxy = new URI(url.contains("://") ? url : "http://" + url);
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null && isPort(port)) {
                String login = proxy.getUserInfo() == null ? "" : proxy.getUserInfo();
                int colon = login.indexOf(':');
                return new ProxySettings(
                        proxy.getHost(),
                        port,
                        colon < 0 ? login : login.substring(0, colon),
                        colon < 0 ? "" : login.substring(colon + 1));
            }
        } catch (URISyntaxException e) {
            // Refused below.
        }
        throw new SettingException(variable, "is not usable; it must look like http://proxy.example.com:3128");
    }

    /** Whether a list names a host: as it is, by a domain above it, or by {@code *} for any text. */
    private static boolean isNamed(String host, String list, String separator) {
        String target = host.toLowerCase(Locale.ROOT);
        return Arrays.stream(list.toLowerCase(Locale.ROOT).split(separator))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .anyMatch(name -> matches(target, name));
    }

    private static boolean matches(String target, String name) {
        if (name.contains("*")) {
            return target.matches(Arrays.stream(name.split("\\*", -1))
                    .map(java.util.regex.Pattern::quote)
                    .collect(java.util.stream.Collectors.joining(".*")));
        }
        String domain = name.startsWith(".") ? name : "." + name;
        return target.equals(name) || target.endsWith(domain);
    }

    @Override
    public String toString() {
        return "ProxySettings[" + host + ":" + port + "]";
    }
}
