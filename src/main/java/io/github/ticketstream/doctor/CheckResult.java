package io.github.ticketstream.doctor;

import io.github.ticketstream.process.Printable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one check found.
 *
 * @param remedy what to do about it; empty if there is nothing to do
 */
record CheckResult(Status status, String check, String found, String remedy) {

    enum Status {
        OK("ok"),
        WARN("warn"),
        FAIL("FAIL"),
        /** Could not be checked, since an earlier check failed. */
        SKIP("skip");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    CheckResult {
        // One line a check, whatever an exception says.
        found = oneLine(found);
        remedy = oneLine(remedy);
    }

    static CheckResult ok(String check, String found) {
        return new CheckResult(Status.OK, check, found, "");
    }

    static CheckResult warn(String check, String found, String remedy) {
        return new CheckResult(Status.WARN, check, found, remedy);
    }

    static CheckResult fail(String check, String found, String remedy) {
        return new CheckResult(Status.FAIL, check, found, remedy);
    }

    /** @param failed the check that stands in the way */
    static CheckResult skip(String check, String failed) {
        return new CheckResult(Status.SKIP, check, "can't be checked, since \"" + failed + "\" failed", "");
    }

    boolean hasFailed() {
        return status == Status.FAIL;
    }

    boolean isOk() {
        return status == Status.OK;
    }

    boolean isSkipped() {
        return status == Status.SKIP;
    }

    /** One line for checks that were skipped for the same reason. */
    CheckResult standingFor(List<CheckResult> skipped) {
        String names = skipped.stream().map(CheckResult::check).collect(Collectors.joining(", "));
        return new CheckResult(status, skipped.size() + " checks", found + ": " + names, remedy);
    }

    private static String oneLine(String text) {
        return Printable.of(text).strip();
    }
}
