package io.github.ticketstream.settings;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What becomes of changes that no {@code update_time} tells.
 *
 * @param silent content that differs under the same {@code update_time}
 * @param ignoreFields top-level fields that are no content in that sense
 * @param disappeared tickets that the list no longer holds
 */
public record ContentChanges(Silent silent, List<String> ignoreFields, Disappeared disappeared) {
    /** Hex digits behind a content's hash that say under which settings it was made. */
    private static final int FINGERPRINT = 8;

    /** Whether silent changes are only counted, or published as well. */
    public enum Silent {
        COUNT,
        PUBLISH
    }

    /** Whether disappeared tickets are only counted, told by a record, or erased by a tombstone. */
    public enum Disappeared {
        COUNT,
        PUBLISH,
        ERASE
    }

    /** @throws io.github.ticketstream.process.SettingException if a setting is malformed or contradicts another */
    static ContentChanges from(SettingReader read) {
        List<String> ignored = read.list("tickets.ignore-fields");
        if (ignored.contains("ticket_no")) {
            throw read.refused("tickets.ignore-fields", "without ticket_no, by which a ticket is known again");
        }
        return new ContentChanges(
                oneOf(read, "tickets.silent-changes", Silent.values()),
                ignored,
                oneOf(read, "tickets.disappeared", Disappeared.values()));
    }

    private static <E extends Enum<E>> E oneOf(SettingReader read, String key, E[] allowed) {
        List<String> names = List.of(allowed).stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        return allowed[names.indexOf(read.oneOf(key, names))];
    }

    public boolean publishesSilent() {
        return silent == Silent.PUBLISH;
    }

    /** Identifies what counts as content: hashes that were made under other settings can't be compared. */
    public String fingerprint(Privacy privacy) {
        String text = new TreeSet<>(privacy.dropFields()) + "|" + new TreeSet<>(privacy.maskFields()) + "|"
                + new TreeSet<>(ignoreFields) + "|"
                + (privacy.maskFields().isEmpty() ? "" : privacy.hidden("tuya-ticket-stream"));
        return DigestUtils.sha256Hex(text).substring(0, FINGERPRINT);
    }
}
