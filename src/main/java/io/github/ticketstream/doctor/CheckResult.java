package io.github.ticketstream.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.ticketstream.process.Printable;
import java.util.Locale;

/**
 * The finding of one check, on one line, even if an exception has several. The order of the fields is that of the JSON.
 *
 * @param check its name; empty until {@link #named}
 * @param remedy what to do about it; empty if there is nothing to do
 */
record CheckResult(String check, Status status, String found, String remedy) {
    /** The result of a check; SKIP means not checked, because an earlier check failed. */
    enum Status {
        OK,
        WARN,
        FAIL,
        SKIP;

        /** Failures stand out. */
        @JsonValue
        String label() {
            return this == FAIL ? name() : name().toLowerCase(Locale.ROOT);
        }
    }

    CheckResult {
        found = Printable.of(found).strip();
        remedy = Printable.of(remedy).strip();
    }

    static CheckResult ok(String found) {
        return new CheckResult("", Status.OK, found, "");
    }

    static CheckResult warn(String found, String remedy) {
        return new CheckResult("", Status.WARN, found, remedy);
    }

    static CheckResult fail(String found, String remedy) {
        return new CheckResult("", Status.FAIL, found, remedy);
    }

    static CheckResult skip(String why) {
        return new CheckResult("", Status.SKIP, why, "");
    }

    /** A warning if the stream has a notice of its own, which may hold its remedy. */
    static CheckResult okUnless(String found, String notice) {
        String[] parts = notice.split("; what to do: ", 2);
        return notice.isEmpty() ? ok(found) : warn(found + "; " + parts[0], parts.length > 1 ? parts[1] : "");
    }

    CheckResult named(String name) {
        return new CheckResult(name, status, found, remedy);
    }
}
