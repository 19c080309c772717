package io.github.ticketstream.sweep;

import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Absence.Kind;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Disappeared;
import io.github.ticketstream.tuya.TuyaClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Concludes from a complete full sweep which tickets are gone: neither this sweep nor the one before found them, but an
 * earlier one under the same filters did. The ticket's mark notes what one sweep found, so that the note outlives this
 * process. A sweep that may have missed tickets, see {@link Coverage#isCertain}, concludes nothing about them.
 *
 * <p>If very many are gone at once, it doubts the API until complete sweeps have agreed for a day. Tuya's clock
 * measures the day: this machine's may be set meanwhile, and another process has another clock.
 */
public final class DisappearanceDetector {
    private static final Duration DOUBT = Duration.ofHours(24);
    private static final int ONE_IN = 10;

    /** A tenth of a short list is soon deleted by one person. */
    private static final int FEW = 20;
    /** Two processes do not know Tuya's clock equally well. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private final PublishedVersions versions;
    private final KnownTickets tickets;
    private final TicketSettings settings;
    private final TuyaClock tuya;
    private final Clock monotonic;
    /**
     * Starts of sweeps that missed tickets: by Tuya's clock → by the monotonic one, because Tuya's may be corrected. Of
     * sweeps before this process, only the marks know.
     */
    private final Map<Long, Instant> sweeps = new HashMap<>();

    /**
     * The result of one complete full sweep for the tickets that it did not find.
     *
     * @param departures the result for each ticket, if there is any
     * @param missing tickets with a mark that the list does not hold, except those outside the filters
     * @param heldBack why none of them counts as disappeared; empty if they may
     */
    record Result(List<Departure> departures, long missing, String heldBack) {
        /** The result of a sweep that proves nothing. */
        static final Result UNKNOWN = new Result(List.of(), 0, "");
    }

    /**
     * The result for a ticket that a complete full sweep did not find.
     *
     * @param mark the mark from which it was concluded: if the mark has changed, the result is void
     * @param absence the note for the mark; of kind {@link Kind#GONE} if it has disappeared
     */
    public record Departure(String ticketNo, Mark mark, Absence absence) {
        public boolean isGone() {
            return absence.is(Kind.GONE);
        }

        /** Returns when it was last known to be in the list, epoch milliseconds. */
        public long lastSeen() {
            return mark.absence().lastSeen();
        }
    }

    public DisappearanceDetector(PublishedVersions versions, TicketSettings settings, TuyaClock tuya, Clock monotonic) {
        this.versions = versions;
        this.tickets = versions.tickets();
        this.settings = settings;
        this.tuya = tuya;
        this.monotonic = monotonic;
    }

    /** Concludes from a complete sweep. Call it when all its tickets were sent. */
    Result of(Coverage coverage) {
        if (filtersHaveChanged()) {
            return outside(coverage);
        }
        return tuya.now().map(now -> missing(coverage, now)).orElse(Result.UNKNOWN);
    }

    /** A ticket that the first sweep under other filters does not find is outside of them, and no more. */
    private Result outside(Coverage coverage) {
        List<Departure> departures = coverage.unseen()
                .map(ticketNo -> new Departure(ticketNo, tickets.mark(ticketNo), Absence.OUTSIDE))
                .filter(departure -> !departure.mark().absence().equals(Absence.OUTSIDE))
                .toList();
        return new Result(departures, 0, "");
    }

    private Result missing(Coverage coverage, Instant now) {
        Instant startedAt = coverage.progress.startedAt().monotonic();
        Duration ago = Duration.between(startedAt, monotonic.instant());
        Call call = new Call(coverage, now, now.minus(ago).toEpochMilli());
        sweeps.put(call.startedAt, startedAt);
        String heldBack = heldBack(call);
        if (heldBack.isEmpty()) {
            sweeps.keySet().retainAll(Set.of(call.startedAt));
        }
        List<Departure> absent = coverage.unseen()
                .map(ticketNo -> departure(ticketNo, call, !heldBack.isEmpty()))
                .toList();
        long missing = absent.stream()
                .filter(one -> one.absence().is(Kind.MISSING) || (one.isGone() && isOnlyCounted()))
                .count();
        // Tickets that were only counted as gone so far are published when the setting asks for it.
        List<Departure> departures = absent.stream()
                .filter(one -> coverage.isCertain())
                .filter(one -> !one.absence().equals(one.mark().absence()) || (one.isGone() && !isOnlyCounted()))
                .toList();
        return new Result(departures, missing, heldBack);
    }

    /**
     * @param now by Tuya's clock
     * @param startedAt of the sweep, epoch milliseconds by Tuya's clock
     */
    private record Call(Coverage coverage, Instant now, long startedAt) {
        /** Returns when the first sweep that did not find a ticket began: this one, if no earlier one is known. */
        long since(Absence absence) {
            boolean known = absence.is(Kind.MISSING)
                    && absence.since() > 0
                    && absence.since() <= now.plus(TOLERANCE).toEpochMilli();
            return known ? absence.since() : startedAt;
        }

        /** Also counts what this sweep is the first to miss: it may have seen some of many that vanish meanwhile. */
        boolean isMissing(Absence absence) {
            return absence.is(Kind.MISSING) || (absence.is(Kind.NONE) && coverage.isCertain());
        }
    }

    /** Returns why too many tickets would disappear at once, so that none does; empty if they are not too many. */
    private String heldBack(Call call) {
        long count = call.coverage
                .unseen()
                .map(ticketNo -> tickets.mark(ticketNo).absence())
                .filter(call::isMissing)
                .count();
        long inView = count == 0 ? 0 : tickets.inView();
        // A few missing tickets cause no doubt, unless they are all: an empty list is doubted, however short it was.
        if (count == 0 || (count < inView && (count <= FEW || count * ONE_IN <= inView))) {
            return "";
        }
        return count + " of " + inView + " tickets are missing from the list, more than a tenth: none of them counts as"
                + " disappeared until complete sweeps have agreed for 24 h; look whether the API's filters, rights and"
                + " project are what they were";
    }

    private Departure departure(String ticketNo, Call call, boolean heldBack) {
        Mark mark = tickets.mark(ticketNo);
        Absence before = mark.absence();
        if (!call.isMissing(before)) {
            return new Departure(ticketNo, mark, before);
        }
        long since = call.since(before);
        boolean waits = heldBack && agreedFor(since, call).compareTo(DOUBT) < 0;
        Absence after = before.is(Kind.MISSING) && call.coverage.isCertain() && !waits
                ? before.gone()
                : Absence.missing(since, before.is(Kind.NONE) ? lastSeen(ticketNo) : before.lastSeen());
        return new Departure(ticketNo, mark, after);
    }

    private boolean isOnlyCounted() {
        return settings.disappeared() == Disappeared.COUNT;
    }

    /** With no filter in force, and none known from before, no ticket is missing because of filters. */
    private boolean filtersHaveChanged() {
        String known = versions.notes().text(StateKeys.FILTERS);
        return !known.equals(settings.filter().fingerprint())
                && !(known.isEmpty() && settings.filter().isEverything());
    }

    /** Returns the time of the last complete sweep, which found it; or its own time, if it is younger. */
    private long lastSeen(String ticketNo) {
        long lastSweep = versions.lastSweep()
                .map(sweep -> sweep.completedAt().toEpochMilli())
                .orElse(0L);
        return Math.max(lastSweep, tickets.mark(ticketNo).updateTime());
    }

    /** Returns how long ago that sweep began; all complete sweeps since then agree. */
    private Duration agreedFor(long since, Call call) {
        Instant measured = monotonic.instant();
        Duration ago = Duration.between(Instant.ofEpochMilli(since), call.now);
        Instant began = sweeps.computeIfAbsent(since, at -> measured.minus(ago.isNegative() ? Duration.ZERO : ago));
        return Duration.between(began, measured);
    }
}
