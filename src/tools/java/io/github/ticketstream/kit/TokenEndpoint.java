package io.github.ticketstream.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/** A token endpoint of OAuth: it issues tokens for a client id and its secret; a broker in this JVM accepts them. */
public final class TokenEndpoint implements AutoCloseable {
    private static final Duration LIFETIME = Duration.ofHours(1);
    /** The client of each token, of all endpoints: Kafka creates the broker's validator itself. */
    private static final Map<String, String> ISSUED = new ConcurrentHashMap<>();

    private final String basic;
    private final String client;
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean isBroken;

    public TokenEndpoint(String client, String secret) {
        this.client = client;
        this.basic = "Basic " + base64(Base64.getEncoder(), client + ":" + secret);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    /** Returns the forms that clients posted. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** From now on it answers 503. */
    public void breakDown() {
        isBroken = true;
    }

    public void comeBack() {
        isBroken = false;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean isKnown = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String body = isBroken || !isKnown
                    ? "{\"error\":\"invalid_client\",\"error_description\":\"client authentication failed\"}"
                    : "{\"access_token\":\"" + issue() + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                            + LIFETIME.toSeconds() + "}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(isBroken ? 503 : isKnown ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Has the form of a signed token; the signature is random. */
    private String issue() {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"sub\":\"" + client + "\",\"iat\":" + now + ",\"exp\":" + (now + LIFETIME.toSeconds()) + "}";
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = base64(encoder, "{\"alg\":\"RS256\"}") + "." + base64(encoder, claims) + "."
                + base64(encoder, UUID.randomUUID().toString());
        ISSUED.put(token, client);
        return token;
    }

    private static String base64(Base64.Encoder encoder, String text) {
        return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Runs in the broker. */
    public static final class Validator implements AuthenticateCallbackHandler {
        @Override
        public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaas) {}

        @Override
        public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
            for (Callback callback : callbacks) {
                if (!(callback instanceof OAuthBearerValidatorCallback asked)) {
                    throw new UnsupportedCallbackException(callback);
                }
                String principal = ISSUED.get(asked.tokenValue());
                if (principal == null) {
                    asked.error("invalid_token", null, null);
                } else {
                    asked.token(new Token(asked.tokenValue(), principal));
                }
            }
        }

        @Override
        public void close() {}
    }

    private record Token(String value, String principalName) implements OAuthBearerToken {
        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public long lifetimeMs() {
            return Instant.now().plus(LIFETIME).toEpochMilli();
        }

        @Override
        public Long startTimeMs() {
            return null;
        }
    }
}
