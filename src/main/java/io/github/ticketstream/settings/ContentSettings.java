package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * The part of a ticket that leaves the process, and the part that counts as its content.
 *
 * @param dropFields top-level fields that are removed
 * @param maskFields top-level fields that are replaced by their HMAC-SHA256 under the key
 * @param ignoreFields top-level fields that a comparison of contents ignores
 * @param silent the treatment of silent changes
 */
public record ContentSettings(
        List<String> dropFields, List<String> maskFields, String maskKey, List<String> ignoreFields, Silent silent) {
    /** Whether silent changes are only counted, or published as well. */
    public enum Silent {
        COUNT,
        PUBLISH
    }

    /** @throws SettingException if a field can't be removed or masked */
    static ContentSettings from(Settings settings) {
        List<String> drop = settings.list("tickets.drop-fields");
        List<String> mask = settings.list("tickets.mask-fields");
        List<String> ignore = settings.list("tickets.ignore-fields");
        for (String key : List.of("tickets.drop-fields", "tickets.mask-fields")) {
            if (settings.list(key).contains("ticket_no") || settings.list(key).contains("update_time")) {
                throw settings.refused(key, "without ticket_no and update_time, which every record needs");
            }
        }
        if (ignore.contains("ticket_no")) {
            throw settings.refused("tickets.ignore-fields", "without ticket_no, by which a ticket is known again");
        }
        if (mask.stream().anyMatch(drop::contains)) {
            throw settings.refused("tickets.mask-fields", "without the fields that tickets.drop-fields removes");
        }
        // TuyaSettings requires the key, together with the other settings that must be there.
        return new ContentSettings(
                drop,
                mask,
                settings.text("tickets.mask-key"),
                ignore,
                settings.oneOf("tickets.silent-changes", Silent.values()));
    }

    public boolean publishesSilent() {
        return silent == Silent.PUBLISH;
    }

    public boolean mayBeShown(String field) {
        return !dropFields.contains(field) && !maskFields.contains(field);
    }

    /** Returns the HMAC of a text under the key, in lower-case hex. */
    public String hidden(String text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, maskKey).hmacHex(text);
    }

    /**
     * Identifies what counts as content: hashes that were made under other settings, or of another form than 2, can't be
     * compared. Never 0.
     */
    public int fingerprint() {
        String text = "2|" + new TreeSet<>(dropFields) + "|" + new TreeSet<>(maskFields) + "|"
                + new TreeSet<>(ignoreFields) + "|" + (maskFields.isEmpty() ? "" : hidden("tuya-ticket-stream"));
        int sum = ByteBuffer.wrap(DigestUtils.sha256(text)).getInt();
        return sum == 0 ? 1 : sum;
    }

    /** Omits the key. */
    @Override
    public String toString() {
        return "ContentSettings[dropFields=" + dropFields + ", maskFields=" + maskFields + "]";
    }
}
