package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TestSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @ParameterizedTest
    @CsvSource({
        "--help, usage: java -jar tuya-ticket-stream.jar [command]",
        "doctor --help, usage: ",
        "audit --json --help, usage: ",
        "--version, tuya-ticket-stream ",
        "doctor --version, tuya-ticket-stream ",
        "audit --json --version, tuya-ticket-stream "
    })
    void helpAndVersionAreToldOnStandardOutputWithoutASetting(String words, String told) {
        CommandRun run = run(words);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith(told);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "docter, docter",
        "--json, --json",
        "--verbose, --verbose",
        "-v, -v",
        "doctor --jsno, --jsno",
        "audit --jsno, --jsno",
        "doctor --api, --api",
        "doctor --report --json, --json",
        "audit --report, --report",
        "audit --page-size, --page-size",
        "--report, --report",
        "doctor audit, audit",
        "doctor --json doctr --jsno, 'doctr, --jsno'",
        "start, start",
        "frob, frob",
        "doctor doctor, doctor",
        "--key=s3cr3t, --key",
        "tuya.client-secret=s3cr3t, 'argument 1, which is not repeated since it may be a secret'",
        "s3cr3t, 'argument 1, which is not repeated since it may be a secret'",
        "swordfish, 'argument 1, which is not repeated since it may be a secret'",
        "doctor 0123456789abcdef0123456789abcdef, 'argument 2, which is not repeated since it may be a secret'"
    })
    void aWordThatIsNotUnderstoodIsNamedUnlessItMayBeASecret(String words, String told) {
        CommandRun run = run(words);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("not understood: " + told + System.lineSeparator() + "usage: ");
    }

    @Test
    void theHelpNamesEachExitCode() {
        assertThat(run("--help").out())
                .contains("0 all is well", "1 the command could not run", "2 a setting", "3 something is not well");
    }

    @Test
    void aCommandThatCanNotRunIsExitCodeOneAndOneLineOnStandardError() {
        CommandRun run = CommandRun.of(
                () -> {
                    throw new IllegalStateException("no memory, secret 0123456789abcdef0123456789abcdef");
                },
                "audit");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("audit could not run: ")
                .contains("no memory")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void aDoctorWithoutSettingsNamesWhatIsMissingAndWhatIsMisspelt() {
        CommandRun run = CommandRun.of(
                () -> Settings.load(
                        Map.of("TUYA_CLIENT_SECRT", "s3cr3t", "TUYA_DATACENTER", "eu"),
                        new Properties(),
                        Path.of("none")),
                "doctor");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("tuya.client-id: is required, with tuya.client-secret, tuya.data-center")
                .contains("TUYA_CLIENT_ID", "TUYA_CLIENT_SECRET", "TUYA_DATA_CENTER")
                .contains("ignored in the environment: TUYA_CLIENT_SECRT, TUYA_DATACENTER")
                .doesNotContain("s3cr3t");
    }

    @Test
    void anAuditWithASettingThatIsNotUsableIsOneLineOnStandardError() {
        CommandRun run = CommandRun.of(() -> TestSettings.only("tickets.page-size=many"), "audit", "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList()).hasSize(1).first().asString().startsWith("tuya.client-id: ");
    }

    @Test
    void aResultIsOneLineWhateverItQuotes() {
        CheckResult result = CheckResult.fail("first\nsecond\u2028third", "do\r\nthis");

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
