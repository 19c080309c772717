package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The HTTP proxy on the way to Tuya, if a setting names one: Camel's ({@code camel.component.https.proxy-host}, or
 * {@code http} for a plain address), or else the environment's ({@code HTTPS_PROXY}), but for a host that {@code
 * NO_PROXY} names. Between the two come the JVM's properties ({@code -Dhttps.proxyHost}, {@code -Dhttp.nonProxyHosts}),
 * which its own selector reads. A password is never a system property, because everyone who can watch a JVM sees those.
 *
 * @param user empty if the proxy asks for none
 */
public record ProxySettings(String host, int port, String user, String password) {

    static Optional<ProxySettings> of(Settings settings, String scheme, String target) {
        String camel = "camel.component." + scheme + ".proxy-";
        if (settings.isSet(camel + "host")) {
            return Optional.of(new ProxySettings(
                    settings.text(camel + "host"),
                    settings.whole(camel + "port", 1, 65_535),
                    settings.text(camel + "auth-username"),
                    settings.text(camel + "auth-password")));
        }
        String variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
        boolean isDirect = Stream.of(settings.variable("NO_PROXY").split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .map(name -> name.replaceFirst("^\\*?\\.", ""))
                .anyMatch(name ->
                        name.equals("*") || name.equals(target) || (!name.isEmpty() && target.endsWith("." + name)));
        return settings.variable(variable).isEmpty() || settings.hasSystemProperty(scheme + ".proxyHost") || isDirect
                ? Optional.empty()
                : Optional.of(ofUrl(settings.variable(variable), variable));
    }

    /** The message does not repeat the value, which may hold a password. */
    private static ProxySettings ofUrl(String url, String variable) {
        try {
            URI proxy = new URI(url.contains("://") ? url : "http://" + url);
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null && port > 0 && port <= 65_535) {
                String[] login = (proxy.getUserInfo() == null ? "" : proxy.getUserInfo()).split(":", 2);
                return new ProxySettings(proxy.getHost(), port, login[0], login.length == 1 ? "" : login[1]);
            }
        } catch (URISyntaxException e) {
            // Refused below.
        }
        throw new SettingException(variable, "is not usable; it must look like http://proxy.example.com:3128");
    }

    @Override
    public String toString() {
        return "ProxySettings[" + host + ":" + port + "]";
    }
}
