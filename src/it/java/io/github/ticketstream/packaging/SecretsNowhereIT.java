package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.ManagementClient;
import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong and however much is logged: no secret is in the output, on a page or on the dead-letter topic. */
@Tag("proof")
class SecretsNowhereIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CLIENT_SECRET = "s3cr3t-of-the-project";
    private static final String MASK_KEY = "k3y-of-the-masks";
    private static final String WRONG_PASSWORD = "pass-that-is-wrong";
    private static final String TLS_PASSWORD = "pass-of-the-tls-store";
    private static final String PRIVATE = "Mr-Private-himself";

    @TempDir
    private Path directory;

    private final SecuredKafka kafka = SecuredKafka.shared();
    private final List<String> pages = new ArrayList<>();
    private TuyaSimulator tuya;

    @BeforeEach
    void startTuya() {
        tuya = TuyaSimulator.builder()
                .credentials("id-of-the-project", CLIENT_SECRET)
                .start();
        tuya.tickets().addGenerated(20, 1);
        tuya.tickets().addJson("{\"ticket_no\":\"P1\",\"update_time\":5,\"contact\":\"" + PRIVATE + "\"}");
        tuya.tickets().addJson("{\"ticket_no\":\"P2\",\"update_time\":5,\"product_name\":\"" + PRIVATE + "\"}");
        tuya.tickets().addGarbage("{\"update_time\":5,\"contact\":\"" + PRIVATE + "\"}");
        tuya.tickets().addGarbage("[{\"ticket_no\":\"P3\",\"update_time\":5,\"contact\":\"" + PRIVATE + "\"}]");
        tuya.tickets()
                .addGarbage("{\"ticket_no\":\"P4\",\"update_time\":NaN,\"a\":{\"product_name\":\"" + PRIVATE + "\"}}");
    }

    @AfterEach
    void stopTuya() {
        tuya.close();
    }

    @Test
    void noSecretIsToldWithEverythingLogged() throws IOException {
        String name = "secrets";
        grantEverything(name);
        PackagedProgram program = program(name, SecuredKafka.PASSWORD).without("TUYA_CLIENT_SECRET");
        Path secret = Files.writeString(directory.resolve("secret"), CLIENT_SECRET + "\n");
        program.with("TUYA_CLIENT_SECRET_FILE", secret.toString());
        program.with("TUYA_CLIENT_SECRT", CLIENT_SECRET);
        tuya.faults().next(1, Calls.token(), Fault.dropConnection());
        tuya.faults().next(1, Calls.token(), Fault.apiError(500, "system error"));
        tuya.faults().next(1, Calls.feedbacks(), Fault.cutBody());
        tuya.faults().next(1, Calls.feedbacks(), Fault.dropReply());
        tuya.faults().next(1, Calls.feedbacks(), Fault.invalidJson());
        try (JavaProcess process = start(program)) {
            awaitLine(process, "the environment variable TUYA_CLIENT_SECRT names no setting and is ignored");
            awaitLine(process, "sweep complete: ");
            read(program);
            tuya.revokeTokens();
            tuya.faults().next(1, Calls.feedbacks(), Fault.redirect("http://127.0.0.1:1/elsewhere"));
            tuya.faults().next(1, Calls.feedbacks(), Fault.status(401));
            await().atMost(PATIENCE).until(() -> tuya.issuedTokens().size() >= 4);
            tuya.faults().always(Calls.all(), Fault.apiError(1004, "sign invalid"));
            awaitLine(process, "sweep failed: Tuya error 1004");
            read(program);
            process.terminate().exitCode(Duration.ofSeconds(10));

            pages.addAll(deadLetters(name));
            assertThat(pages).hasSizeGreaterThan(6);
            assertThat(deadLetters(name)).hasSize(3);
            assertToldNowhere(process);
        }
    }

    @Test
    void noSecretIsToldWhenKafkaRefusesThePassword() throws IOException {
        PackagedProgram program = program("wrong-password", WRONG_PASSWORD);
        try (JavaProcess process = start(program)) {
            awaitLine(process, "sweep failed: Kafka refuses our credentials");
            read(program);

            assertToldNowhere(process);
        }
    }

    private PackagedProgram program(String name, String password) {
        return new PackagedProgram(name, directory, tuya, kafka.kafka())
                .with(kafka.byPassword(password))
                .with("TICKETS_MASK_FIELDS", "contact,product_name")
                .with("TICKETS_MASK_KEY", MASK_KEY);
    }

    private static JavaProcess start(PackagedProgram program) {
        Path configuration = Path.of("src/test/resources/log4j2-everything.properties");
        return program.start(
                "-Dlog4j2.configurationFile=" + configuration.toUri(),
                "-Dcamel.ssl.enabled=true",
                "-Dcamel.ssl.trustStorePassword=" + TLS_PASSWORD,
                // Whatever Camel has on our class path to show a message by.
                "-Dcamel.main.tracing=true",
                "-Dcamel.main.messageHistory=true",
                "-Dcamel.main.logExhaustedMessageBody=true",
                "-Dcamel.main.logDebugMaxChars=0",
                "-Dcamel.main.inflightRepositoryBrowseEnabled=true",
                "-Dcamel.main.devConsoleEnabled=true",
                "-Dcamel.main.profile=dev",
                "-Dcamel.main.jmxEnabled=true",
                "-Dcamel.main.useMdcLogging=true",
                "-Dcamel.main.startupRecorder=logging",
                "-Dcamel.main.autoConfigurationLogSummary=true",
                "-Dcamel.main.shutdownLogInflightExchangesOnTimeout=true",
                "-Dcamel.main.streamCachingSpoolEnabled=true",
                "-Dcamel.main.streamCachingSpoolThreshold=1",
                "-Dcamel.main.streamCachingSpoolDirectory=spool",
                "-Dcamel.main.streamCachingRemoveSpoolDirectoryWhenStopping=false",
                "-Dcamel.trace.enabled=true",
                "-Dcamel.debug.enabled=true",
                "-Dcamel.debug.jmxConnectorEnabled=false",
                "-Dcamel.opentelemetry2.enabled=true",
                "-Dcamel.management.devConsoleEnabled=true",
                "-Dcamel.management.infoEnabled=true",
                "-Dcamel.management.downloadEnabled=true");
    }

    private void grantEverything(String name) {
        for (String topic : List.of("tickets", "state", "sweeps", "dead-letter")) {
            kafka.grant(ResourceType.TOPIC, name + "." + topic, AclOperation.ALL);
        }
        kafka.grant(ResourceType.TRANSACTIONAL_ID, name, AclOperation.ALL);
    }

    private static void awaitLine(JavaProcess process, String part) {
        await().atMost(PATIENCE)
                .failFast("the program ended", () -> !process.isAlive())
                .until(() -> process.out().stream().anyMatch(line -> line.contains(part)));
    }

    private void read(PackagedProgram program) {
        for (String path : List.of(
                "/observe/health?data=true",
                "/observe/metrics",
                "/observe/status",
                "/observe/info",
                "/q/dev",
                "/q/dev/trace",
                "/q/download/")) {
            URI address = URI.create("http://127.0.0.1:" + program.managementPort() + path);
            pages.add(ManagementClient.get(address).body());
        }
    }

    private List<String> deadLetters(String name) {
        try (Subscriber subscriber = new Subscriber(kafka.kafka(), name + ".dead-letter")) {
            return subscriber.recordsToEnd().stream()
                    .map(ConsumerRecord::toString)
                    .toList();
        }
    }

    private void assertToldNowhere(JavaProcess process) {
        List<String> secrets = Stream.of(
                        Stream.of(CLIENT_SECRET, MASK_KEY, PRIVATE),
                        Stream.of(SecuredKafka.PASSWORD, WRONG_PASSWORD, TLS_PASSWORD, Certificates.PASSWORD),
                        tuya.issuedTokens().stream(),
                        tuya.log().signatures().stream())
                .flatMap(strings -> strings)
                .map(secret -> secret.toLowerCase(Locale.ROOT))
                .toList();
        assertThat(secrets).hasSizeGreaterThan(6);
        try (Stream<Path> spooled =
                Files.walk(directory).filter(file -> file.toString().contains("spool"))) {
            assertThat(spooled.filter(Files::isRegularFile)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Everything was really asked to speak.
        assertThat(process.out()).anyMatch(line -> line.contains("[poll-tickets") && line.contains("Exchange[Id: "));
        assertThat(process.out()).anyMatch(line -> line.startsWith("TRACE "));
        assertThat(Stream.of(process.out(), process.err(), pages).flatMap(List::stream))
                .filteredOn(text -> secrets.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains))
                .isEmpty();
    }
}
