package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of tickets to request in one call: a number that was set, or the largest of four sizes that the API has
 * given. The API documents no size, so the first page of a full sweep requests the next larger one, once the sweep
 * before was complete and its list did not fit on one page.
 *
 * <p>Only the tickets that came count, never the reply's own page_size. A larger size that is not given (clamped to
 * fewer tickets, refused, or broken twice by a time-out, a 5xx or too large a reply) rests for a week by Tuya's clock,
 * once page 1 has come with less. The size in force falls back a step when page 1 shows that it is refused or clamped. Other
 * failures may be those of an outage: after two in a row all sweeps request less. Once a full sweep was complete so, the
 * next one requests the size in force again: if it fails, the size is the reason.
 *
 * <p>The topics keep the size, and how long a larger one rests, see {@link #note}. This process alone knows what it
 * doubts: forgetting it costs a call. Any thread may ask; the thread of the sweeps decides.
 */
public final class PageSize {
    private static final Logger LOG = LoggerFactory.getLogger(PageSize.class);
    /** The sizes to try. */
    public static final List<Integer> SIZES = List.of(50, 100, 200, 500);

    private static final Duration REST = Duration.ofDays(7);
    /** Failures for which the size may be the reason. */
    private static final Set<Kind> OF_A_SIZE = EnumSet.of(Kind.REQUEST, Kind.TRANSIENT, Kind.UNKNOWN, Kind.LIST);

    private final TuyaClock clock;
    private final boolean fixed;
    private final List<Integer> sizes;
    private int size;
    /** Tickets on a full page; 0 if none has come at this size. */
    private int given;

    private Instant restsUntil = Instant.EPOCH;
    /** Whether the list does not fit on one page, and no larger size was tried since. */
    private boolean mayTry;
    /** The larger size that has failed once for a reason that may be another than the size; 0 if none has. */
    private int brokenOnce;
    /** Whether the log names a size that was set, or the smallest one, and is not given. */
    private boolean hasWarned;
    /** Full sweeps that have failed in a row. */
    private int failures;
    /** What the last complete full sweep requested, if that was less because the size in force had failed; else 0. */
    private int lessThatWorks;

    /** @param fixed the size that was set; empty to find it by trying */
    PageSize(OptionalInt fixed, TuyaClock clock) {
        this(fixed, SIZES, clock);
    }

    /** For tests with short lists: with other sizes, rising. */
    PageSize(OptionalInt fixed, List<Integer> sizes, TuyaClock clock) {
        this.fixed = fixed.isPresent();
        this.sizes = sizes;
        this.size = fixed.orElse(sizes.get(0));
        this.clock = clock;
    }

    /** Returns a size that stays as it is, for a list that is no real one. */
    public static PageSize of(int size) {
        return new PageSize(OptionalInt.of(size), null);
    }

    /** Returns how many to request: fewer with each failure in a row after the first, which the size may cause. */
    public synchronized int asked() {
        int doubted = Math.max(0, failures - 1);
        return fixed || doubted == 0 ? size : sizes.get(Math.max(0, sizes.indexOf(size) - doubted));
    }

    /** Returns how many tickets to request as long as nothing fails. */
    synchronized int found() {
        return size;
    }

    /** Returns the tickets on a full page: as many as came, or as are requested. */
    public synchronized int inForce() {
        return given == 0 ? asked() : given;
    }

    /** Returns a size to try now, once: the size in force if less of it works, or a larger one; empty for none. */
    synchronized OptionalInt larger() {
        if (lessThatWorks > 0) {
            failures = 0;
            given = 0;
            return OptionalInt.of(size);
        }
        boolean isDue = mayTry && clock.now().filter(now -> !rests(now)).isPresent();
        mayTry = false;
        return isDue ? OptionalInt.of(sizes.get(sizes.indexOf(size) + 1)) : OptionalInt.empty();
    }

    /** Returns whether larger sizes rest now. A rest longer than the longest was noted by a wrong clock. */
    private boolean rests(Instant now) {
        return now.isBefore(restsUntil) && !restsUntil.isAfter(now.plus(REST));
    }

    private boolean isSmallest(int asked) {
        return fixed || asked == sizes.get(0);
    }

    int smaller(int asked) {
        return sizes.get(Math.max(0, sizes.indexOf(asked) - 1));
    }

    /** Judges page 1, of which so many tickets were asked for: returns why they are not given, or null if they are. */
    synchronized String refusal(int asked, Page first) {
        brokenOnce = asked > size ? 0 : brokenOnce;
        int came = first.entries().size();
        boolean isWhole = first.total() < 0 ? !first.hasMore() : came >= first.total();
        // None at all may be a refusal.
        boolean isGiven = came >= asked || (came > 0 && isWhole);
        boolean isTaken = isSmallest(asked) || (isGiven && (asked <= size || came > size));
        if (came > 0 && !isGiven && isTaken && !hasWarned) {
            hasWarned = true;
            LOG.warn(
                    "page size {} was asked for and {} tickets came: the API limits it, or ignores our parameters"
                            + " (set the other tuya.parameter-style)",
                    asked,
                    came);
        }
        return isTaken ? null : came + " tickets came";
    }

    /** Judges a failure of page 1; returns null if the size is not the reason. An outage refuses only a size that is tried. */
    synchronized String refusal(int asked, TuyaException failure) {
        if (asked <= size) {
            return failure.kind() == Kind.REQUEST && !isSmallest(asked) ? failure.getMessage() : null;
        }
        if (!isOfASize(failure)) {
            return null;
        }
        boolean mayBeAnOutage = failure.kind() != Kind.REQUEST && brokenOnce != asked;
        brokenOnce = mayBeAnOutage ? asked : 0;
        return failure.getMessage();
    }

    /** Concludes from page 1, which came in this size; whyNotLarger is null if no larger size was asked for. */
    synchronized void begins(int asked, String whyNotLarger) {
        if (asked > size) {
            LOG.info("page size is {} from now on: the API gives so many tickets a call", asked);
            use(asked);
        } else if (asked < size && whyNotLarger != null) {
            fallBack(asked, whyNotLarger);
        } else if (whyNotLarger != null) {
            int larger = sizes.get(sizes.indexOf(size) + 1);
            boolean rests = larger != brokenOnce;
            String next = rests ? "in a week" : "with the next full sweep";
            LOG.info("page size stays {}, not {}: {}; the next try is {}", size, larger, whyNotLarger, next);
            if (rests) {
                rest();
            }
        }
    }

    private static boolean isOfASize(TuyaException failure) {
        return OF_A_SIZE.contains(failure.kind());
    }

    private void fallBack(int smaller, String reason) {
        LOG.warn("page size falls back from {} to {}: {}; the next try is in a week", size, smaller, reason);
        use(smaller);
        rest();
    }

    private void rest() {
        restsUntil = clock.now().orElse(Instant.EPOCH).plus(REST);
    }

    private void use(int other) {
        size = other;
        given = 0;
        failures = 0;
        lessThatWorks = 0;
        brokenOnce = 0;
    }

    /**
     * Learns from a page of a list. The fullest page since page 1 shows how many tickets a page holds: an API may hide
     * some, or announce more pages on the last one, too.
     */
    public synchronized void read(Page page) {
        if (page.hasMore()) {
            given = Math.max(page.number() == 1 ? 0 : given, page.entries().size());
        }
    }

    /** Notes a failed full sweep: no larger size is tried before a sweep is complete. */
    public synchronized void failed(TuyaException failure) {
        mayTry = false;
        if (!isOfASize(failure)) {
            return;
        }
        if (lessThatWorks > 0 && failures == 0) {
            int less = lessThatWorks;
            fallBack(smaller(size), failure.getMessage());
            failures = size > less ? 1 + sizes.indexOf(size) - sizes.indexOf(less) : 0;
        } else {
            failures = Math.min(failures + 1, sizes.size());
            given = 0;
        }
    }

    /** Notes that a full sweep has seen the whole list; its total is -1 if the API does not say. */
    public synchronized void complete(long total) {
        lessThatWorks = asked() < size ? asked() : 0;
        failures = lessThatWorks > 0 ? failures : 0;
        boolean fits = total < 0 ? given == 0 : total <= size;
        boolean isGivenInFull = given == 0 || given >= size;
        mayTry = !fixed && !fits && isGivenInFull && size < sizes.get(sizes.size() - 1);
    }

    /** Returns the note for the next process: the size, and until when a larger one rests; empty if a size was set. */
    public synchronized String note() {
        return fixed ? "" : size + ":" + restsUntil.toEpochMilli();
    }

    /** Takes over an earlier process's note; begins anew if it is unreadable. */
    public synchronized void restore(String note) {
        if (fixed) {
            return;
        }
        String[] words = note.split(":", -1);
        boolean isKnown = words.length == 2 && words[0].matches("\\d{1,4}") && words[1].matches("\\d{1,15}");
        int noted = isKnown ? Integer.parseInt(words[0]) : 0;
        use(sizes.contains(noted) ? noted : sizes.get(0));
        restsUntil = sizes.contains(noted) ? Instant.ofEpochMilli(Long.parseLong(words[1])) : Instant.EPOCH;
        mayTry = false;
    }
}
