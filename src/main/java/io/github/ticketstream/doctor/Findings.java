package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.Status.FAIL;
import static io.github.ticketstream.doctor.CheckResult.Status.OK;
import static io.github.ticketstream.doctor.CheckResult.Status.WARN;

import io.github.ticketstream.doctor.CheckResult.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the comparisons of an audit found: of each how many, and the first few. */
final class Findings {
    private static final int EXAMPLES = 10;
    private static final String PUBLISH_AGAIN =
            "find out who deletes records; a tombstone under the ticket's number on the state topic has it published again";
    private static final String WHO_WRITES =
            "find out who else writes to these topics, and whether the state topic was replaced or cut; subscribers tell versions apart by ce_id";

    /**
     * The comparisons, in the order of the report. Only what the promise excludes is a difference and fails: all that was
     * published has its mark and its record, once, and in rising order; what was deleted, or asked for again by a tombstone,
     * has not.
     */
    enum Comparison {
        MARK_WITHOUT_TICKET("marks without a ticket", FAIL, PUBLISH_AGAIN),
        /** Takes the place of the one before if the beginning of the ticket topic was deleted. */
        MARK_BEFORE_TOPIC(
                "marks without a ticket", OK, "the ticket topic does not begin at offset 0: they may have been there"),
        OLDER_THAN_MARK("tickets older than mark", FAIL, PUBLISH_AGAIN),
        NEWER_THAN_MARK("tickets newer than mark", FAIL, WHO_WRITES),
        TICKET_WITHOUT_MARK("tickets without a mark", FAIL, WHO_WRITES),
        ASKED_FOR_AGAIN(
                "asked for again", OK, "their mark was withdrawn by a tombstone; the next sweep publishes them"),
        TWICE("versions twice", FAIL, WHO_WRITES),
        OUT_OF_ORDER("versions out of order", FAIL, WHO_WRITES),
        UNREADABLE_MARK(
                "unreadable marks",
                FAIL,
                "write the ticket's update_time in decimal under that key, or a tombstone to have it published again"),
        /** No version of such a ticket is newer for as long: it is mute. */
        MARK_IN_FUTURE(
                "marks in the future",
                FAIL,
                "until then no change of the ticket is published; a tombstone under its number on the state topic has it"
                        + " published again"),
        OTHER_CONTENT("contents other than marked", FAIL, PUBLISH_AGAIN),
        OLDER_CONTENT(
                "contents older than mark",
                OK,
                "changed before contents were published, or counted under these settings"),
        TWO_PARTITIONS(
                "tickets on two partitions",
                WARN,
                "partitions were added, and order across them has ended; what lies on the old one is neither compacted nor"
                        + " erased: if that matters, move to a new topic, see 'Subscribing'"),
        FOREIGN("records without a version", OK, "not written by the stream: no ce_id of that key"),

        /** From here on with the API's list. */
        OVERDUE(
                "not published though swept",
                FAIL,
                "see the stream's log and health; the last complete sweep began well after these versions"),
        PENDING("not published yet", OK, "the next sweep publishes them"),
        DEAD_LETTER("dead-lettered tickets", OK, "too large for Kafka, see the dead-letter topic"),
        UNLISTED(
                "no longer listed", OK, "deleted, not within the filters any more, or moved while the list was walked");

        private final String check;
        private final Status ifAny;
        private final String advice;

        /** @param advice the remedy, or, if there is nothing to do, what it means */
        Comparison(String check, Status ifAny, String advice) {
            this.check = check;
            this.ifAny = ifAny;
            this.advice = advice;
        }
    }

    private final Map<Comparison, List<String>> found = new EnumMap<>(Comparison.class);

    void add(Comparison comparison, String version) {
        found.computeIfAbsent(comparison, none -> new ArrayList<>()).add(version);
    }

    List<CheckResult> results(Set<Comparison> comparisons) {
        return comparisons.stream()
                .map(comparison -> result(comparison).named(comparison.check))
                .toList();
    }

    private CheckResult result(Comparison comparison) {
        List<String> all = found.getOrDefault(comparison, List.of());
        List<String> first = all.subList(0, Math.min(all.size(), EXAMPLES));
        String summary = all.size() + (all.size() > EXAMPLES ? ", first " : ": ") + String.join(", ", first);
        return switch (all.isEmpty() ? OK : comparison.ifAny) {
            case FAIL -> CheckResult.fail(summary, comparison.advice);
            case WARN -> CheckResult.warn(summary, comparison.advice);
            default -> CheckResult.ok(all.isEmpty() ? "none" : summary + " (" + comparison.advice + ")");
        };
    }
}
