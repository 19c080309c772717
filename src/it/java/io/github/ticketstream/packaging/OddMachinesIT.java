package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.kit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program under other locales and charsets than most, and with a clock that is set. */
@Tag("proof")
final class OddMachinesIT extends PackagedIT {
    @BeforeEach
    void addTickets() {
        tuya.tickets().add("工单-1", 1_638_356_077_881L);
        tuya.tickets().add("工单-2", 1_638_356_077_881L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Duser.language=tr -Duser.country=TR",
                "-Duser.language=th -Duser.country=TH -Duser.extensions=u-nu-thai -Dfile.encoding=ISO-8859-1",
                "-Dfile.encoding=US-ASCII"
            })
    void aLocaleOrACharsetChangesNoRecord(String flags) {
        try (JavaProcess process = program.start(flags.split(" "));
                Subscriber subscriber = new Subscriber(kafka, name + ".tickets")) {
            awaitLine(process, "sweep complete: fetched=2 changed=2 unchanged=0");

            assertThat(subscriber.versions()).containsExactlyInAnyOrder("工单-1@1638356077881", "工单-2@1638356077881");
            assertThat(Subscriber.header(subscriber.records().get(0), "ce_time"))
                    .isEqualTo("2021-12-01T10:54:37.881Z");
            String metrics = page("/observe/metrics");
            assertThat(metrics).contains("tickets_published_total{type=\"discovered\"} 2.0");
            assertThat(process.terminate().exitCode(STOP)).isZero();
        }
    }

    @Test
    void wordsFromOutsideReachTheLogOnOneLineAndInUtf8() {
        tuya.tickets()
                .addJson("{\"ticket_no\":\"T\\n"
                        + "2026-01-01T00:00:00.000Z ERROR forged\\u001b[31m\\u202e\",\"update_time\":5}");
        try (JavaProcess process = program.start("-Dlog.level=debug", "-Dfile.encoding=US-ASCII")) {
            awaitLine(process, "sweep complete: fetched=3 changed=3");

            assertThat(process.out()).noneMatch(line -> line.startsWith("2026-01-01T00:00:00.000Z ERROR"));
            assertThat(process.out()).noneMatch(line -> line.matches(".*[\\p{Cc}\\p{Cf}&&[^\\t]].*"));
            assertThat(process.out()).anyMatch(line -> line.contains("discovered: 工单-1@1638356077881"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "lz4"})
    void whatNeedsNoLibraryCompressesAnywhere(String codec) throws IOException {
        try (JavaProcess process = startCompressing(codec);
                Subscriber subscriber = new Subscriber(kafka, name + ".tickets")) {
            awaitLine(process, "sweep complete: fetched=2 changed=2 unchanged=0");

            assertThat(subscriber.versions()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd"})
    void aLibraryThatHasNoPlaceSendsToTheTemporaryDirectory(String codec) throws IOException {
        try (JavaProcess process = startCompressing(codec)) {
            awaitLine(process, "set java.io.tmpdir to a directory that is not mounted noexec");

            assertThat(count(process, "sweep complete")).isZero();
        }
    }

    /** Its temporary directory is a file, so no library can be unpacked. */
    private JavaProcess startCompressing(String codec) throws IOException {
        Path file = Files.writeString(directory.resolve("no-directory"), "");
        return program.with("CAMEL_COMPONENT_KAFKA_COMPRESSION_CODEC", codec).start("-Djava.io.tmpdir=" + file);
    }

    @Test
    void aClockThatIsSetBackAnHourSilencesNothing() throws IOException {
        Tool faketime = Tool.require("faketime", ".ci/install-tools");
        Tool env = Tool.require("env", "coreutils");
        Path time = Files.writeString(directory.resolve("time"), "+0");
        // The time in the file is looked at whenever it is asked for; that of the command line would overrule it.
        List<String> underFaketime = List.of(
                faketime.path().toString(),
                "-m",
                "--exclude-monotonic",
                "-f",
                "+0",
                env.path().toString(),
                "-u",
                "FAKETIME",
                "FAKETIME_TIMESTAMP_FILE=" + time,
                "FAKETIME_NO_CACHE=1");
        try (JavaProcess process = program.startUnder(underFaketime);
                Subscriber subscriber = new Subscriber(kafka, name + ".tickets")) {
            awaitLine(process, "sweep complete: fetched=2 changed=2 unchanged=0");
            awaitLine(process, "sweep complete: fetched=2 changed=0 unchanged=2");

            Files.writeString(time, "-1h");
            awaitLine(process, "this machine's clock was set back by");
            long requests = tuya.log().requestCount();
            tuya.tickets().update("工单-1");

            await().atMost(START).until(() -> tuya.log().requestCount() >= requests + 4);
            await().atMost(START)
                    .until(() -> subscriber.versions().size() == 3);
            // It neither hurries when the clock comes back.
            Files.writeString(time, "+0");
            long then = tuya.log().requestCount();
            long since = System.nanoTime();
            await().atMost(START).until(() -> tuya.log().requestCount() >= then + 6);
            long made = tuya.log().requestCount() - then;
            assertThat(made).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - since).toMillis() / 500 + 3);
        }
    }
}
