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
 * program uses SASL_SSL or mutual TLS, where only granted operations are allowed.
 */
public final class SecuredKafka {
    public static final String PASSWORD = "pass-of-the-stream";
    private static final String USER = "ticket-stream";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    private static SecuredKafka shared;

    private final KafkaInJvm kafka;
    private final Map<String, String> trust;
    private final Map<String, String> key;

    private SecuredKafka(Path directory) {
        Certificates certificates = new Certificates(directory.toAbsolutePath());
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
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry("listener.name.password.scram-sha-512.sasl.jaas.config", SCRAM + ";"),
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
        withAdmin(admin -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                .all());
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

    /** Returns an operator's settings for user and password over TLS. */
    public Map<String, String> byPassword(String password) {
        Map<String, String> settings = new HashMap<>(trust);
        settings.put("camel.component.kafka.brokers", kafka.bootstrapServers("PASSWORD"));
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
        settings.put("camel.component.kafka.brokers", kafka.bootstrapServers("MUTUAL"));
        settings.put("camel.component.kafka.security-protocol", "SSL");
        return settings;
    }

    /** Grants an operation to the users of {@link #byPassword} and {@link #byCertificate}. */
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
