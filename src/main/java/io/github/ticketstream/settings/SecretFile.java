package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mounted secret. Blanks and line ends round it, and the mark that some editors put before it, are no part of it. */
final class SecretFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private SecretFile() {}

    /** @param key the setting that names the file; the name is not repeated: it may be the secret itself, in the wrong place */
    static String read(String key, String name) {
        String content;
        try {
            content = Files.readString(Path.of(name), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            throw new SettingException(
                    key, "there is no readable file of that name; it must be a text file that holds only the secret");
        }
        String secret = (content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content).strip();
        if (secret.isEmpty()) {
            throw new SettingException(key, "the file is empty; it must hold the secret");
        }
        if (secret.chars().anyMatch(c -> Character.isISOControl(c) || c == BYTE_ORDER_MARK.charAt(0))) {
            throw new SettingException(
                    key,
                    "the file holds more than one line, or what is no text; it must be in UTF-8 and hold only the secret");
        }
        return secret;
    }
}
