package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A secured Kafka. The test itself uses {@link #kafka}, a listener without security on which everything is allowed; the
 * program uses SASL_SSL (PLAIN, SCRAM, or a token of a {@link TokenEndpoint}) or mutual TLS, where only granted operations are
 * allowed.
 */
public final class SecuredKafka {
    public static final String PASSWORD = "pass-of-the-stream";
    public static final String USER = "ticket-stream";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required user_";
    private static final String TOKEN = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;";

    private static SecuredKafka shared;

    private final KafkaInJvm kafka;
    private final Certificates certificates;
    private final Map<String, String> trust;
    private final Map<String, String> key;

    private SecuredKafka(Path directory) {
        certificates = new Certificates(directory.toAbsolutePath());
        String broker = certificates.keyStore("broker").toString();
        String trusted = certificates.trustStore().toString();
        Map<String, String> settings = Map.ofEntries(
                Map.entry("listeners", "EXTERNAL://localhost:0,CONTROLLER://localhost:0,PASSWORD://localhost:0,MUTUAL://localhost:0"),
                Map.entry("listener.security.protocol.map", "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,PASSWORD:SASL_SSL,MUTUAL:SSL"),
                Map.entry("ssl.keystore.location", broker),
                Map.entry("ssl.keystore.password", Certificates.PASSWORD),
                Map.entry("ssl.truststore.location", trusted),
                Map.entry("ssl.truststore.password", Certificates.PASSWORD),
                Map.entry("listener.name.mutual.ssl.client.auth", "required"),
                Map.entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER"),
                Map.entry("listener.name.password.plain.sasl.jaas.config", PLAIN + USER + "=\"" + PASSWORD + "\";"),
                Map.entry("listener.name.password.scram-sha-256.sasl.jaas.config", SCRAM + ";"),
                Map.entry("listener.name.password.scram-sha-512.sasl.jaas.config", SCRAM + ";"),
                Map.entry("listener.name.password.oauthbearer.sasl.jaas.config", TOKEN),
                Map.entry(
                        "listener.name.password.oauthbearer.sasl.server.callback.handler.class",
                        TokenEndpoint.Validator.class.getName()),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                // The user of the listener without security: the test and the broker itself.
                Map.entry("super.users", "User:ANONYMOUS"));
        kafka = KafkaInJvm.start(settings);
        trust = Map.of(
                "camel.component.kafka.ssl-truststore-location",
                trusted,
                "camel.component.kafka.ssl-truststore-password",
                Certificates.PASSWORD);
        key = Map.of(
                "camel.component.kafka.ssl-keystore-location",
                certificates.keyStore(USER).toString(),
                "camel.component.kafka.ssl-keystore-password",
                Certificates.PASSWORD,
                "camel.component.kafka.ssl-key-password",
                Certificates.PASSWORD);
        for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
            withAdmin(admin -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(mechanism, 4096), PASSWORD)))
                    .all());
        }
    }

    /** One for all tests; each takes topics of its own. Ends with the JVM. */
    public static synchronized SecuredKafka shared() {
        if (shared == null) {
            try {
                shared = new SecuredKafka(Files.createTempDirectory(Path.of("target"), "certificates"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared.kafka::close, "stop-secured-kafka"));
        }
        return shared;
    }

    public KafkaInJvm kafka() {
        return kafka;
    }

    /** Returns the authority that signs the certificates of the broker and of {@link #USER}. */
    public Certificates certificates() {
        return certificates;
    }

    /** Returns the address for passwords and tokens. */
    public String addressForSasl() {
        return kafka.bootstrapServers("PASSWORD");
    }

    /** Returns the address for client certificates. */
    public String addressForCertificates() {
        return kafka.bootstrapServers("MUTUAL");
    }

    /** Returns an operator's settings for user and password over TLS. */
    public Map<String, String> byPassword(String password) {
        Map<String, String> settings = new HashMap<>(trust);
        settings.put("camel.component.kafka.brokers", addressForSasl());
        settings.put("camel.component.kafka.security-protocol", "SASL_SSL");
        settings.put("camel.component.kafka.sasl-mechanism", "SCRAM-SHA-512");
        settings.put(
                "camel.component.kafka.sasl-jaas-config",
                SCRAM + " username=\"" + USER + "\" password=\"" + password + "\";");
        return settings;
    }

    /** Returns an operator's settings for a client certificate. */
    public Map<String, String> byCertificate() {
        Map<String, String> settings = new HashMap<>(trust);
        settings.putAll(key);
        settings.put("camel.component.kafka.brokers", addressForCertificates());
        settings.put("camel.component.kafka.security-protocol", "SSL");
        return settings;
    }

    /** Grants a stream of this name the operations that the settings page lists; it may not create topics. */
    public void grantStream(String name) {
        for (String topic : List.of(".tickets", ".dead-letter", ".sweeps", ".state")) {
            grant(
                    ResourceType.TOPIC,
                    name + topic,
                    AclOperation.WRITE,
                    AclOperation.DESCRIBE,
                    AclOperation.DESCRIBE_CONFIGS);
        }
        grant(ResourceType.TOPIC, name + ".state", AclOperation.READ);
        grant(ResourceType.TOPIC, name + ".sweeps", AclOperation.READ);
        grant(ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE, AclOperation.DESCRIBE);
        grant(ResourceType.GROUP, name, AclOperation.READ);
    }

    /** Grants an operation to {@link #USER}, whatever its login. */
    public void grant(ResourceType type, String name, AclOperation... operations) {
        withAdmin(admin -> admin.createAcls(bindings(type, name, operations)).all());
    }

    /** Takes back what was granted. */
    public void revoke(ResourceType type, String name, AclOperation... operations) {
        withAdmin(admin -> admin.deleteAcls(bindings(type, name, operations).stream()
                        .map(AclBinding::toFilter)
                        .toList())
                .all());
    }

    private static List<AclBinding> bindings(ResourceType type, String name, AclOperation... operations) {
        ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
        return Arrays.stream(operations)
                .flatMap(operation -> List.of("User:" + USER, "User:CN=" + USER).stream()
                        .map(principal -> new AclBinding(
                                resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW))))
                .toList();
    }

    private interface Request {
        KafkaFuture<?> to(Admin admin);
    }

    private void withAdmin(Request request) {
        try (Admin admin = kafka.admin()) {
            request.to(admin).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
