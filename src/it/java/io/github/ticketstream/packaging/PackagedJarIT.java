package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Subscriber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as it is shipped, in a process of its own. */
@Tag("proof")
class PackagedJarIT extends PackagedIT {
    @Test
    void publishesStopsOnSigtermWithExitCodeZeroAndRepeatsNothingAfterwards() {
        tuya.tickets().addGenerated(120, 1);
        try (JavaProcess process = program.start()) {
            await().atMost(START).until(() -> count(process, "sweep complete") >= 2);
            assertThat(process.terminate().exitCode(STOP)).isZero();
            assertThat(process.err()).isEmpty();
            assertThat(process.out())
                    .filteredOn(line -> line.contains("sweep complete"))
                    .first()
                    .asString()
                    .contains("INFO", "fetched=120 changed=120 unchanged=0");
            assertThat(process.out()).noneMatch(line -> line.startsWith("\tat "));
        }
        tuya.tickets().updateAny(new Random(1));
        try (JavaProcess process = program.start();
                Subscriber subscriber = new Subscriber(kafka, name + ".tickets")) {
            await().atMost(START).until(() -> count(process, "sweep complete") >= 2);

            assertThat(subscriber.recordsToEnd()).hasSize(121);
            assertThat(subscriber.versions()).containsExactlyInAnyOrderElementsOf(served());
        }
    }

    /** Its own classes are being loaded: nothing was made yet that could be stopped. */
    @Test
    void aSignalWhileItIsStillBeingMadeEndsItWithExitCodeZero() {
        try (JavaProcess process = program.start("-verbose:class")) {
            await().atMost(START)
                    .until(() -> process.out().stream().anyMatch(line -> line.contains("process.ProcessLog")));

            assertThat(process.terminate().exitCode(STOP)).isZero();
        }
    }

    @Test
    void killedInTheMiddleOfASweepItGoesOnWithNothingLostAndNothingTwice() {
        tuya.tickets().addGenerated(3_000, 1);
        for (int pages : new int[] {10, 25, 40}) {
            long goal = tuya.log().pagesServed() + pages;
            try (JavaProcess process = program.start()) {
                await().atMost(START)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> tuya.log().pagesServed() >= goal);
                process.kill().exitCode(STOP);
            }
        }
        try (JavaProcess process = program.start();
                Subscriber subscriber = new Subscriber(kafka, name + ".tickets")) {
            await().atMost(START).until(() -> count(process, "sweep complete") > 0);

            assertThat(subscriber.recordsToEnd()).hasSize(3_000);
            assertThat(subscriber.versions()).containsExactlyInAnyOrderElementsOf(served());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-Dtuya.base-url=ftp://example.com, tuya.base-url",
        "-Dtickets.pol-period=5s, tickets.pol-period",
        "-Dtickets.states=Open, tickets.states",
        "-Dtickets.standby=on, tickets.standby",
        "-Dcamel.ssl.trust-all-certificates=true, camel.ssl.trustAllCertificates",
        "-Dcamel.component.kafka.brokerz=localhost, camel.component.kafka.brokerz",
        "-Dcamel.component.kafka.brokers=localhost, camel.component.kafka.brokers",
        "-Dcamel.component.kafka.max-request-size=abc, camel.component.kafka.maxRequestSize",
        "-Dcamel.component.kafka.compression-codec=abc, camel.component.kafka.compressionCodec",
        "-Dcamel.component.kafka.security-protocol=abc, camel.component.kafka.securityProtocol",
        "-Dcamel.main.dumpRoutes=yaml, camel.main.dumpRoutes",
        "-Dcamel.main.routesIncludePattern=file:nowhere.xml, camel.main.routesIncludePattern",
        "-Dcamel.main.name=x{{y}}z, camel.main.name",
        "-Dcamel.management.jolokiaEnabled=true, camel.management.jolokiaEnabled",
        "-Dcamel.management.sendEnabled=true, camel.management.sendEnabled",
        "-Dcamel.management.host=192.0.2.1, camel.management.host",
        "-Dcamel.management.host=no.such.host.invalid, camel.management.host",
        "-Dcamel.management.port=abc, camel.management.port",
        "-Dtuya.base-url=http://a..b, tuya.base-url",
        "-Dtuya.base-url=http://[1], tuya.base-url",
        "-Dlog.level=chatty, log.level",
        "-Dlog4j2.configurationFile=nowhere.xml, log4j2.configurationFile",
        "-Djavax.net.ssl.trustStore=nowhere, javax.net.ssl.trustStore"
    })
    void aBadSettingIsOneLineThatNamesItAndExitCodeTwo(String argument, String key) {
        assertRefused(key, program, argument);
    }

    @ParameterizedTest
    @CsvSource({
        "TICKETS_CONFIG=nowhere.properties, TICKETS_CONFIG",
        "HTTP_PROXY=http://user:secret@127.0.0.1:99999, HTTP_PROXY",
        "CAMEL_SSL_TRUST_STORE=file:nowhere CAMEL_SSL_TRUST_STORE_PASSWORD=to-be-seen CAMEL_SSL_ENABLED=true, camel.ssl.trustStore"
    })
    void soIsAVariableOfTheEnvironmentAndNoSecretInIt(String variables, String key) {
        for (String variable : variables.split(" ")) {
            String[] parts = variable.split("=", 2);
            program.with(parts[0], parts[1]);
        }
        assertRefused(key, program);
    }

    @Test
    void aSecretThatLooksLikeAPlaceholderIsNeitherToldNorInTheWay() {
        try (JavaProcess process = program.with("CAMEL_COMPONENT_KAFKA_SSL_KEY_PASSWORD", "x{{y}}z")
                .with("CAMEL_COMPONENT_HTTPS_PROXY_AUTH_PASSWORD", "{{env:HOME}}")
                .start()) {
            await().atMost(START).until(() -> count(process, "sweep complete") > 0);
        }
    }

    @Test
    void aMissingSettingIsOneLineThatNamesIt() {
        assertRefused("tuya.client-id", program.without("TUYA_CLIENT_ID"));
    }

    @Test
    void aBadLineInTheSettingsFileIsNamed() throws IOException {
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), "tickets.page-size=many\n");

        assertRefused("tickets.page-size", program);
    }

    /** It says so at once, rather than run unseen. */
    @Test
    void aManagementPortThatIsTakenEndsItWithExitCodeOne() throws IOException {
        try (ServerSocket other = new ServerSocket(program.managementPort(), 1, InetAddress.getLoopbackAddress());
                JavaProcess process = program.start()) {
            assertThat(process.exitCode(START)).as(process.toString()).isEqualTo(1);
            assertThat(process.err())
                    .singleElement()
                    .asString()
                    .contains("camel.management.port: can't listen at 127.0.0.1:" + other.getLocalPort());
            assertThat(process.out()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    private static void assertRefused(String key, PackagedProgram refused, String... arguments) {
        try (JavaProcess process = refused.start(arguments)) {
            assertThat(process.exitCode(START)).as(process.toString()).isEqualTo(2);
            assertThat(process.err())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith(key + ": ")
                    .doesNotContain("to-be-seen", "secret@");
            assertThat(process.out()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    private List<String> served() {
        return tuya.log().versions().stream()
                .map(version -> version.ticketNo() + "@" + version.updateTime())
                .toList();
    }
}
