package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.HiddenChanges.HeldBack;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Absence.Kind;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.settings.ContentChanges.Disappeared;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Concludes from a complete full sweep which tickets are gone: those that it did not hold, nor the one before it, while an
 * earlier one under the same filters did. What one sweep says is noted in the ticket's mark, so that it outlives this process.
 *
 * <p>Not so many at once: then it is the API that is to be doubted, until complete sweeps have agreed for a day.
 */
public final class RollCall {
    private static final Duration DOUBT = Duration.ofHours(24);
    /** A tenth. */
    private static final int ONE_IN = 10;

    private static final int FEW = 20;

    private final PublishedVersions versions;
    private final KnownTickets tickets;
    private final TicketSettings settings;
    private final Clocks clocks;
    /** When sweeps began that missed tickets: of those before this process only what their marks say. */
    private final Map<Long, Moment> sweeps = new HashMap<>();

    public RollCall(PublishedVersions versions, TicketSettings settings, Clocks clocks) {
        this.versions = versions;
        this.tickets = versions.tickets();
        this.settings = settings;
        this.clocks = clocks;
    }

    /** What follows from a sweep that is complete. To be asked when all that it saw was sent. */
    Absentees of(Coverage coverage) {
        Moment startedAt = coverage.progress().startedAt();
        Call call = new Call(coverage, startedAt.at().toEpochMilli());
        sweeps.put(call.startedAt, startedAt);
        Absentees absentees = new Absentees(heldBack(call));
        if (absentees.heldBack().isEmpty()) {
            sweeps.keySet().retainAll(Set.of(call.startedAt));
        }
        absentees.are(coverage.unseen()
                .map(ticketNo -> departure(ticketNo, call, absentees))
                .flatMap(Optional::stream)
                .iterator());
        return absentees;
    }

    /** @param startedAt of the sweep, epoch milliseconds */
    private record Call(Coverage coverage, long startedAt) {}

    private Optional<HeldBack> heldBack(Call call) {
        if (filtersHaveChanged()) {
            return Optional.empty();
        }
        // Those that this sweep is the first to miss count as well: of many that vanish while it walks, it may have
        // seen some.
        LongSummaryStatistics since = call.coverage
                .unseen()
                .map(tickets::absence)
                .filter(absence -> absence.is(Kind.NONE) || isConcluded(absence))
                .mapToLong(absence -> absence.is(Kind.NONE) ? call.startedAt : absence.since())
                .summaryStatistics();
        long count = since.getCount();
        if (count <= FEW || count * ONE_IN <= versions.tracked()) {
            return Optional.empty();
        }
        Duration left = DOUBT.minus(agreedFor(since.getMin()));
        Instant endsAt = clocks.wall().instant().plus(left.isNegative() ? Duration.ZERO : left);
        return Optional.of(new HeldBack(count, versions.tracked(), endsAt));
    }

    private Optional<Departure> departure(String ticketNo, Call call, Absentees absentees) {
        Absence before = tickets.absence(ticketNo);
        boolean gone = !filtersHaveChanged() && isConcluded(before) && !isHeldBack(before, absentees);
        Absence after = gone ? before.gone() : noted(before, ticketNo, call);
        if (after.is(Kind.MISSING) || (after.is(Kind.GONE) && isOnlyCounted())) {
            absentees.countMissing();
        }
        return gone || !after.equals(before)
                ? Optional.of(new Departure(ticketNo, after, before.lastSeen()))
                : Optional.empty();
    }

    private Absence noted(Absence before, String ticketNo, Call call) {
        if (filtersHaveChanged()) {
            return Absence.OUTSIDE;
        }
        return before.is(Kind.NONE) ? Absence.missing(call.startedAt, lastSeen(ticketNo)) : before;
    }

    private boolean isHeldBack(Absence absence, Absentees absentees) {
        return absentees.heldBack().isPresent() && agreedFor(absence.since()).compareTo(DOUBT) < 0;
    }

    /** Whether this sweep is at least the second one in a row that does not hold it, and that was not told yet. */
    private boolean isConcluded(Absence absence) {
        return absence.is(Kind.MISSING) || (absence.is(Kind.GONE) && !isOnlyCounted());
    }

    private boolean isOnlyCounted() {
        return settings.contentChanges().disappeared() == Disappeared.COUNT;
    }

    private boolean filtersHaveChanged() {
        return !versions.notes().filters().equals(settings.filter().fingerprint());
    }

    /** The last complete sweep held it, unless it is younger than that. */
    private long lastSeen(String ticketNo) {
        long lastSweep = versions.lastSweepAt().map(Instant::toEpochMilli).orElse(0L);
        return Math.max(lastSweep, Math.abs(tickets.version(ticketNo)));
    }

    /** How long ago a sweep began; all since then that were complete have said the same. */
    private Duration agreedFor(long since) {
        Moment now = clocks.now();
        Moment began = sweeps.computeIfAbsent(since, at -> {
            Duration ago = Duration.between(Instant.ofEpochMilli(at), now.at());
            return new Moment(Instant.ofEpochMilli(at), now.measured().minus(ago.isNegative() ? Duration.ZERO : ago));
        });
        return clocks.since(began);
    }
}
