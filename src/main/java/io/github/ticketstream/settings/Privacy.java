package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.util.List;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Top-level fields that are removed, and those replaced by their HMAC-SHA256 under the key. */
public record Privacy(List<String> dropFields, List<String> maskFields, String maskKey) {
    /** @throws SettingException if a field can't be removed or masked, or the key is missing */
    static Privacy from(SettingReader read) {
        List<String> drop = read.list("tickets.drop-fields");
        List<String> mask = read.list("tickets.mask-fields");
        for (String field : List.of("ticket_no", "update_time")) {
            if (drop.contains(field)) {
                throw read.refused("tickets.drop-fields", "without " + field + ", which every record needs");
            }
            if (mask.contains(field)) {
                throw read.refused("tickets.mask-fields", "without " + field + ", which every record needs");
            }
        }
        if (mask.stream().anyMatch(drop::contains)) {
            throw read.refused("tickets.mask-fields", "without the fields that tickets.drop-fields removes");
        }
        String key = read.optional("tickets.mask-key");
        if (!mask.isEmpty() && key.isEmpty()) {
            throw new SettingException(
                    "tickets.mask-key",
                    "is required with tickets.mask-fields; give it as TICKETS_MASK_KEY in the environment");
        }
        return new Privacy(drop, mask, key);
    }

    /** Whether whoever watches the stream may see what tickets have in this field. */
    public boolean mayBeShown(String field) {
        return !dropFields.contains(field) && !maskFields.contains(field);
    }

    /** A text under the key, in lower-case hex. */
    public String hidden(String text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, maskKey).hmacHex(text);
    }

    @Override
    public String toString() {
        return "Privacy[dropFields=" + dropFields + ", maskFields=" + maskFields + "]";
    }
}
