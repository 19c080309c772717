package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.PageSettings;
import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.kit.TokenEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logins of the packaged program to Kafka: with its own libraries, and with a jar that an operator adds. */
@Tag("proof")
class LoginsIT extends PackagedIT {
    private static final Path PAGE = Path.of("src/site/markdown/kafka-elsewhere.md");
    private static final String KAFKA = "camel.component.kafka.";
    private static final String OWN_LOGIN =
            """
            package elsewhere;

            import java.util.Map;
            import javax.security.auth.Subject;
            import javax.security.auth.callback.CallbackHandler;

            public final class OwnLogin implements javax.security.auth.spi.LoginModule {
                public void initialize(Subject subject, CallbackHandler handler, Map<String, ?> state, Map<String, ?> options) {}
                public boolean login() { return true; }
                public boolean commit() { return true; }
                public boolean abort() { return true; }
                public boolean logout() { return true; }
            }
            """;
    private static final String OWN_HANDLER =
            """
            package elsewhere;

            import java.util.List;
            import java.util.Map;
            import javax.security.auth.callback.Callback;
            import javax.security.auth.callback.NameCallback;
            import javax.security.auth.callback.PasswordCallback;
            import javax.security.auth.login.AppConfigurationEntry;

            public final class OwnHandler implements org.apache.kafka.common.security.auth.AuthenticateCallbackHandler {
                private Map<String, ?> settings;

                public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {
                    this.settings = settings;
                }

                public void handle(Callback[] callbacks) {
                    for (Callback callback : callbacks) {
                        if (callback instanceof NameCallback) {
                            ((NameCallback) callback).setName(settings.get("own.user").toString());
                        } else {
                            ((PasswordCallback) callback).setPassword(settings.get("own.word").toString().toCharArray());
                        }
                    }
                }

                public void close() {}
            }
            """;

    private final SecuredKafka secured = SecuredKafka.shared();
    private final Map<String, String> settings = new TreeMap<>();

    @BeforeEach
    void letTheStreamIn() {
        tuya.tickets().addGenerated(20, 1);
        secured.grantStream(name);
        Stream.of(".tickets", ".dead-letter", ".sweeps", ".state")
                .forEach(topic -> secured.grant(ResourceType.TOPIC, name + topic, AclOperation.CREATE));
        program = new PackagedProgram(name, directory, tuya, secured.addressForSasl());
        settings.put(
                KAFKA + "ssl-truststore-location",
                secured.certificates().trustStore().toString());
        settings.put(KAFKA + "ssl-truststore-password", Certificates.PASSWORD);
    }

    /** In the tests' own JVM, the broker's libraries would hide a missing one. */
    @Test
    void aTokenNeedsNoFurtherLibrary() throws IOException {
        try (TokenEndpoint endpoint = new TokenEndpoint(SecuredKafka.USER, "s3cret-of-the-client")) {
            settings.putAll(linesFor("OAuth"));
            settings.remove(KAFKA + "brokers");
            settings.put(KAFKA + "oauth-token-endpoint-uri", endpoint.address().toString());
            settings.put(
                    KAFKA + "oauth-client-secret-file",
                    Files.writeString(directory.resolve("secret"), "s3cret-of-the-client\n")
                            .toString());
            writeSettings(directory);
            try (JavaProcess process = program.start()) {
                assertEachTicketArrivesOnce(process);
            }
            assertThat(endpoint.requests()).isNotEmpty().allMatch(form -> form.contains("scope=kafka"));
        }
    }

    @Test
    void anExtraJarServesTheLoginAndTheArchiveOfClassesStaysInUse() throws IOException, InterruptedException {
        StartArchive archive = StartArchive.make(directory.resolve("start"), kafka);
        Path log = directory.resolve("classes.log");
        addJar(directory);
        ownLogin();
        writeSettings(directory);
        List<String> words = new ArrayList<>(List.of(archive.option(), "-Xlog:class+load:file=" + log));
        words.addAll(typed());
        try (JavaProcess process = program.startAsTyped(words)) {
            assertEachTicketArrivesOnce(process);
        }
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.contains(" io.github.ticketstream.Wiring source: shared objects file"))
                .anyMatch(line -> line.contains(" elsewhere.OwnHandler source: file:") && line.endsWith("ext/own.jar"));
    }

    @Test
    void theStartScriptFindsTheExtraJars() throws IOException {
        Path home = unpackArchive();
        addJar(home);
        ownLogin();
        writeSettings(home);
        try (JavaProcess process = program.startBy(home.resolve("bin/tuya-ticket-stream"))) {
            assertEachTicketArrivesOnce(process);
        }
    }

    @Test
    void aJarThatIsNotThereIsAskedFor() throws IOException {
        settings.putAll(PageSettings.of(PAGE).stream()
                .map(PageSettings::settings)
                .filter(lines -> lines.containsValue("AWS_MSK_IAM"))
                .findFirst()
                .orElseThrow());
        writeSettings(directory);
        try (JavaProcess process = program.start()) {
            assertThat(process.exitCode(START)).isEqualTo(2);
            assertThat(process.err())
                    .singleElement()
                    .asString()
                    .contains("[sasl.client.callback.handler.class]", "IAMClientCallbackHandler", "into ext/");
        }
    }

    private void assertEachTicketArrivesOnce(JavaProcess process) {
        awaitLine(process, "fetched=20 changed=0 unchanged=20");
        try (Subscriber subscriber = new Subscriber(secured.kafka(), name + ".tickets")) {
            assertThat(subscriber.recordsToEnd()).hasSize(20);
            assertThat(subscriber.versions()).doesNotHaveDuplicates();
        }
        assertThat(process.terminate().exitCode(STOP)).isZero();
        assertThat(process.err()).isEmpty();
    }

    private Map<String, String> linesFor(String service) {
        return PageSettings.of(PAGE).stream()
                .filter(block -> block.heading().equals(service))
                .findFirst()
                .orElseThrow()
                .settings();
    }

    private void ownLogin() {
        settings.put(KAFKA + "security-protocol", "SASL_SSL");
        settings.put(KAFKA + "sasl-mechanism", "PLAIN");
        settings.put(KAFKA + "sasl-jaas-config", "elsewhere.OwnLogin required;");
        settings.put(KAFKA + "additional-properties[sasl.client.callback.handler.class]", "elsewhere.OwnHandler");
        settings.put(KAFKA + "additional-properties[own.user]", SecuredKafka.USER);
        settings.put(KAFKA + "additional-properties[own.word]", SecuredKafka.PASSWORD);
    }

    private void writeSettings(Path home) throws IOException {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(
                config.resolve("application.properties"),
                settings.entrySet().stream()
                        .map(line -> line.getKey() + "=" + line.getValue())
                        .collect(Collectors.joining("\n")));
    }

    /** Returns the words of the page's command behind {@code java}. */
    private static List<String> typed() {
        String command = Pages.commandAfter("With extra jars")
                .replace("target/", Path.of("target").toAbsolutePath() + "/")
                .replace("'", "");
        assertThat(command).startsWith("java ");
        return List.of(command.substring("java ".length()).split(" "));
    }

    private static void addJar(Path home) throws IOException {
        Path classes = Files.createDirectories(home.resolve("own-classes"));
        Path login = Files.writeString(classes.resolve("OwnLogin.java"), OWN_LOGIN);
        Path handler = Files.writeString(classes.resolve("OwnHandler.java"), OWN_HANDLER);
        String libraries = JavaProcess.classPathOfTests();
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", libraries, "-d", classes.toString(), login.toString(), handler.toString()))
                .isZero();
        Path jar = Files.createDirectories(home.resolve("ext")).resolve("own.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String name : List.of("elsewhere/OwnLogin.class", "elsewhere/OwnHandler.class")) {
                out.putNextEntry(new ZipEntry(name));
                Files.copy(classes.resolve(name), out);
            }
        }
    }
}
