package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.settings.TestSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "doctor --help", "audit --json --help"})
    void helpIsTheUsageOnStandardOutput(String words) {
        CommandRun run = run(words);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("usage: java -jar tuya-ticket-stream.jar [command]");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"docter", "--json", "doctor --api", "doctor audit", "audit --jsno", "tuya.client-secret=s3cr3t"})
    void whatIsNotUnderstoodIsTheUsageOnStandardErrorAndIsNotRepeated(String words) {
        CommandRun run = run(words);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("these arguments are not understood").contains("usage: ");
        assertThat(run.err()).doesNotContain("s3cr3t");
    }

    @Test
    void anAuditWithASettingThatIsNotUsableIsOneLineOnStandardError() {
        CommandRun run = CommandRun.of(() -> TestSettings.only("tickets.page-size=many"), "audit", "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList()).hasSize(1).first().asString().startsWith("tuya.client-id: ");
    }

    @Test
    void transactionsOfTheFirstVersionAreAWarningWithWhatIsWeakerAndTheCommandThatRaisesIt() {
        assertThat(BrokerChecks.judged((short) 2, "kafka:9092").status()).isEqualTo(Status.OK);

        CheckResult old = BrokerChecks.judged((short) 1, "kafka:9092");
        assertThat(old.status()).isEqualTo(Status.WARN);
        assertThat(old.found()).contains("weaker", "late");
        assertThat(old.remedy())
                .contains("kafka-features.sh --bootstrap-server kafka:9092 upgrade --feature transaction.version=2");
    }

    @Test
    void aResultIsOneLineWhateverItQuotes() {
        CheckResult result = CheckResult.fail("brokers", "first\nsecond\u2028third", "do\r\nthis");

        assertThat(result.found()).isEqualTo("first second third");
        assertThat(result.remedy()).isEqualTo("do this");
    }

    private static CommandRun run(String words) {
        return CommandRun.of(
                () -> {
                    throw new AssertionError("no settings are needed for that");
                },
                words.split(" "));
    }
}
