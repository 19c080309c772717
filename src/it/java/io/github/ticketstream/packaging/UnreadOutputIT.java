package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A paused terminal, a log driver that hangs: nobody reads what the program writes, and its pipes are full. */
@Tag("proof")
class UnreadOutputIT extends PackagedIT {
    /** A pipe holds 64 KiB, less where long lines leave a page half empty. */
    private static final int NEARLY_FULL = 40_000;
    /** A line for each ticket and for every step of everybody: some megabytes. */
    private static final List<String> TALKATIVE =
            List.of("-Dlog.level=trace", "-Dlog.level.camel=debug", "-Dlog.level.kafka=trace");

    @BeforeEach
    void addTickets() {
        tuya.tickets().addGenerated(2_000, 1);
    }

    @Test
    void standardOutputThatNobodyReadsHoldsUpNeitherTheStreamNorItsEnd() {
        try (JavaProcess process = program.startUnread(options())) {
            assertPublishes();
            awaitDroppedLines();
            assertThat(page("/observe/health")).contains("\"status\":\"UP\"");

            assertThat(process.terminate().exitCode(STOP)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whoReadsAgainGetsNoHalfLinesAndTheLastOnes(String format) {
        try (JavaProcess process = program.startUnread(options("-Dlog.format=" + format))) {
            assertPublishes();
            awaitDroppedLines();

            process.read();

            await().atMost(START).until(() -> process.unread() == 0 && !process.out().isEmpty());
            assertThat(process.terminate().exitCode(STOP)).isZero();
            assertThat(process.out()).anyMatch(line -> line.contains("shutdown"));
            if (format.equals("json")) {
                assertThat(process.out()).allSatisfy(line -> new ObjectMapper().readTree(line));
            }
        }
    }

    /** What an operator's own log can still do: hold up the stream. Its end, it can not. */
    @Test
    void aLogThatHangsDoesNotHoldUpTheEnd() throws IOException {
        try (JavaProcess process = program.startUnread(log("direct = true", "trace"))) {
            await().atMost(START).until(() -> process.unread() > NEARLY_FULL);

            assertThat(process.terminate().exitCode(STOP)).isZero();
        }
    }

    /** Two minutes and the time-outs of a call, and then a session. */
    @Test
    void aReplicaThatItsOwnLogHoldsUpIsReplaced() throws IOException {
        asReplica(program);
        PackagedProgram other = asReplica(new PackagedProgram(name, directory, tuya, kafka));
        try (JavaProcess stuck = program.startUnread(log("direct = true", "info"))) {
            await().atMost(START).until(() -> stuck.unread() > NEARLY_FULL);
            try (JavaProcess standby = other.start();
                    Subscriber subscriber = new Subscriber(kafka, name + ".tickets")) {
                await().atMost(Duration.ofMinutes(4))
                        .pollInSameThread()
                        .until(() -> subscriber.records().size() == 2_000);
                assertPublishes();

                assertThat(subscriber.versions()).doesNotHaveDuplicates();
                assertThat(standby.terminate().exitCode(STOP)).isZero();
                assertThat(stuck.terminate().exitCode(STOP)).isZero();
            }
        }
    }

    /** @return the option that names a file with one console, and with DEBUG at least for our own classes */
    private String log(String consoleSetting, String level) throws IOException {
        Path file = Files.writeString(directory.resolve("log.properties"), """
            appender.own.type = Console
            appender.own.name = own
            appender.own.%s
            appender.own.layout.type = PatternLayout
            appender.own.layout.pattern = %%d %%p %%c - %%m%%n
            rootLogger.level = %s
            rootLogger.appenderRef.own.ref = own
            logger.tickets.name = io.github.ticketstream
            logger.tickets.level = %s
            """.formatted(consoleSetting, level, level.equals("info") ? "debug" : level));
        return "-Dlog4j2.configurationFile=" + file.toUri();
    }

    private static PackagedProgram asReplica(PackagedProgram replica) {
        return replica.with("TICKETS_STANDBY", "true")
                .with("CAMEL_COMPONENT_KAFKA_SESSION_TIMEOUT_MS", "6000")
                .with("TUYA_CONNECT_TIMEOUT", "1s")
                .with("TUYA_RESPONSE_TIMEOUT", "2s");
    }

    /** The first sweep, and then each change. */
    private void assertPublishes() {
        try (Subscriber subscriber = new Subscriber(kafka, name + ".tickets")) {
            await().atMost(START)
                    .pollInSameThread()
                    .until(() -> subscriber.records().size() == 2_000);
            for (int change = 1; change <= 3; change++) {
                tuya.tickets().updateAny(new Random(change));
                int expected = 2_000 + change;
                await().atMost(START)
                        .pollInSameThread()
                        .until(() -> subscriber.records().size() == expected);
            }
        }
    }

    private static String[] options(String... more) {
        List<String> options = new ArrayList<>(TALKATIVE);
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private void awaitDroppedLines() {
        Pattern dropped = Pattern.compile("(?m)^log_lines_dropped_total [1-9]");
        await().atMost(START)
                .until(() -> dropped.matcher(page("/observe/metrics")).find());
    }
}
