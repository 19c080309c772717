package io.github.ticketstream.sweep;

import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Absence.Kind;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Disappeared;
import io.github.ticketstream.tuya.TuyaClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Concludes from a complete full sweep which tickets are gone: those that it did not hold, nor the one before it, while an
 * earlier one under the same filters did. What one sweep says is noted in the ticket's mark, so that it outlives this process.
 * A sweep that may have missed tickets, see {@link Coverage#isCertain}, says nothing of them.
 *
 * <p>Not so many at once: then it is the API that is to be doubted, until complete sweeps have agreed for a day. Days are
 * Tuya's: this machine's clock may be set while they go by, or be another one after a takeover.
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
     * When sweeps began that missed tickets, by Tuya's clock → by the monotonic one, since Tuya's may be corrected. Of those
     * before this process only what their marks say.
     */
    private final Map<Long, Instant> sweeps = new HashMap<>();

    /**
     * What one complete full sweep says of the tickets that it did not hold.
     *
     * @param departures what follows for each of them; of those for which nothing does, there is none
     * @param missing tickets that have a mark, and that the list does not hold; not those outside the filters
     * @param heldBack why none of them counts as disappeared; empty if they may
     */
    public record Result(List<Departure> departures, long missing, Optional<HeldBack> heldBack) {
        /** Of a sweep that says nothing. */
        static final Result UNKNOWN = new Result(List.of(), 0, Optional.empty());
    }

    /**
     * What follows for a ticket that a complete full sweep did not hold.
     *
     * @param mark the one from which that was concluded: if it is another one by now, nothing follows
     * @param absence what is to be noted; of kind {@link Kind#GONE} if it has disappeared
     */
    public record Departure(String ticketNo, Mark mark, Absence absence) {
        public boolean isGone() {
            return absence.is(Kind.GONE);
        }

        /** When it was last known to be in the list, epoch milliseconds. */
        public long lastSeen() {
            return mark.absence().lastSeen();
        }
    }

    /**
     * So many tickets would have disappeared at once that none does.
     *
     * @param tickets that would have
     * @param inView tickets that were in the list, under these filters, and are not known to have disappeared
     * @param endsAt when complete sweeps will have agreed for long enough on the first of them
     */
    public record HeldBack(long tickets, long inView, Instant endsAt) {
        @Override
        public String toString() {
            return tickets + " of " + inView
                    + " tickets are missing from the list, more than a tenth: none of them counts as"
                    + " disappeared until complete sweeps have agreed for 24 h, at " + endsAt
                    + "; look whether the API's filters, rights and project are what they were";
        }
    }

    public DisappearanceDetector(PublishedVersions versions, TicketSettings settings, TuyaClock tuya, Clock monotonic) {
        this.versions = versions;
        this.tickets = versions.tickets();
        this.settings = settings;
        this.tuya = tuya;
        this.monotonic = monotonic;
    }

    /** What follows from a sweep that is complete. To be asked when all that it saw was sent. */
    Result of(Coverage coverage) {
        if (filtersHaveChanged()) {
            return outside(coverage);
        }
        return tuya.now().map(now -> missing(coverage, now)).orElse(Result.UNKNOWN);
    }

    /** That the first sweep under other filters does not hold a ticket says that, and no more. */
    private Result outside(Coverage coverage) {
        List<Departure> departures = coverage.unseen()
                .map(ticketNo -> new Departure(ticketNo, tickets.mark(ticketNo), Absence.OUTSIDE))
                .filter(departure -> !departure.mark().absence().equals(Absence.OUTSIDE))
                .toList();
        return new Result(departures, 0, Optional.empty());
    }

    private Result missing(Coverage coverage, Instant now) {
        Instant startedAt = coverage.progress.startedAt().monotonic();
        Duration ago = Duration.between(startedAt, monotonic.instant());
        Call call = new Call(coverage, now, now.minus(ago).toEpochMilli());
        sweeps.put(call.startedAt, startedAt);
        Optional<HeldBack> heldBack = heldBack(call);
        if (heldBack.isEmpty()) {
            sweeps.keySet().retainAll(Set.of(call.startedAt));
        }
        List<Departure> absent = coverage.unseen()
                .map(ticketNo -> departure(ticketNo, call, heldBack.isPresent()))
                .toList();
        long missing = absent.stream()
                .filter(one -> one.absence().is(Kind.MISSING) || (one.isGone() && isOnlyCounted()))
                .count();
        // Tickets that were only counted as gone are published once the setting asks for it.
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
        /** When the first sweep began that did not hold a ticket; this one, if it is that, or if nobody can say. */
        long since(Absence absence) {
            boolean known = absence.is(Kind.MISSING)
                    && absence.since() > 0
                    && absence.since() <= now.plus(TOLERANCE).toEpochMilli();
            return known ? absence.since() : startedAt;
        }

        /** Those that this sweep is the first to miss count as well: of many that vanish while it walks, it may have seen some. */
        boolean isMissing(Absence absence) {
            return absence.is(Kind.MISSING) || (absence.is(Kind.NONE) && coverage.isCertain());
        }
    }

    private Optional<HeldBack> heldBack(Call call) {
        LongSummaryStatistics since = call.coverage
                .unseen()
                .map(ticketNo -> tickets.mark(ticketNo).absence())
                .filter(call::isMissing)
                .mapToLong(call::since)
                .summaryStatistics();
        long count = since.getCount();
        long inView = count == 0 ? 0 : tickets.inView();
        // All of a few are not many, and an empty list is no fact for all that.
        if (count == 0 || (count < inView && (count <= FEW || count * ONE_IN <= inView))) {
            return Optional.empty();
        }
        Duration left = DOUBT.minus(agreedFor(since.getMin(), call));
        Instant endsAt = call.now.plus(left.isNegative() ? Duration.ZERO : left);
        return Optional.of(new HeldBack(count, inView, endsAt));
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

    /** If the earlier filters are unknown, and none is in force, no ticket is missing because of them. */
    private boolean filtersHaveChanged() {
        String known = versions.notes().filters();
        return !known.equals(settings.filter().fingerprint())
                && !(known.isEmpty() && settings.filter().isEverything());
    }

    /** The last complete sweep held it, unless it is younger than that. */
    private long lastSeen(String ticketNo) {
        long lastSweep = versions.lastSweep()
                .map(sweep -> sweep.completedAt().toEpochMilli())
                .orElse(0L);
        return Math.max(lastSweep, tickets.mark(ticketNo).updateTime());
    }

    /** How long ago a sweep began; all since then that were complete have said the same. */
    private Duration agreedFor(long since, Call call) {
        Instant measured = monotonic.instant();
        Duration ago = Duration.between(Instant.ofEpochMilli(since), call.now);
        Instant began = sweeps.computeIfAbsent(since, at -> measured.minus(ago.isNegative() ? Duration.ZERO : ago));
        return Duration.between(began, measured);
    }
}
