package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsFileTest {
    @TempDir
    private Path directory;

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() throws IOException {
        assertThat(SettingsFile.read(file("\ufefftickets.first-run=skip\n")))
                .containsEntry("tickets.first-run", "skip")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ticket.page-size=10, ticket.page-size, 2",
        "Tickets.page-size=10, Tickets.page-size, 2",
        "'\u00a0tickets.page-size=10', '\u00a0tickets.page-size', 2",
        "tuya-client-id=x, tuya-client-id, 2",
        "page-size: 10, page-size, 2",
        "'tickets:\n  page-size: 10', tickets, 2"
    })
    void aKeyThatNobodyReadsIsRefusedWithItsLine(String lines, String key, int line) throws IOException {
        Path file = file("# Mine\n" + lines + "\n");

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> SettingsFile.read(file))
                .withMessageContaining("no such setting (" + file + ", line ")
                .withMessageContaining("a key begins with tuya., tickets., camel.");
    }

    @Test
    void whatIsNoUtf8IsRefused() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[] {'a', '=', (byte) 0xe4});

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> SettingsFile.read(file))
                .withMessageContaining("name a properties file in UTF-8");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("application.properties"), text);
    }
}
