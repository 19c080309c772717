package io.github.ticketstream.pace;

import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.TuyaClock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Polls in virtual time, of an API that counts its calls by its own clock and fails as it is told to; and processes that are
 * restarted, of which this machine's clock may be wrong.
 */
final class VirtualMonths {
    /** In-request repetitions of a page that fails. */
    private static final int REPETITIONS = 4;

    private static final Duration TICK = Duration.ofSeconds(10);
    private static final Duration TOKEN = Duration.ofHours(2);

    final MutableClock tuya;
    final MutableClock wall;
    final MutableClock monotonic = new MutableClock(Instant.EPOCH);
    final Map<YearMonth, Integer> callsAtApi = new TreeMap<>();
    final List<Instant> complete = new ArrayList<>();
    Duration longestPause = Duration.ZERO;
    int pages = 100;
    /** The page that can't be had; 0 for none, -1 for all and the token. */
    int failingPage;

    /** How many changes, ten minutes old, each look at a region finds. */
    ToIntFunction<Region> found = region -> 1;

    final Map<Region, Integer> probes = new EnumMap<>(Region.class);
    int partialSweeps;
    Pace pace;
    CallBudget budget;

    private final int limit;
    private final Periods periods;
    private CallBudget.Count committed = new CallBudget.Count(CallBudget.UNKNOWN_TIME, 0);
    private TuyaClock clock;
    private long cost;
    private Instant nextToken;
    private Instant nextAttempt;
    private int failures;

    /** @param regions that partial sweeps look at; none if every poll is a full sweep */
    VirtualMonths(Instant start, int limit, Set<Region> regions) {
        this.tuya = new MutableClock(start);
        this.wall = new MutableClock(start);
        this.limit = limit;
        this.periods = new Periods(Duration.ofMinutes(2), Optional.empty(), regions);
        restart();
    }

    /** The next process knows what is on the topics. */
    void restart() {
        clock = new TuyaClock(new Clocks(wall, monotonic));
        budget = new CallBudget(OptionalLong.of(limit), 1, clock);
        budget.restore(committed);
        pace = new Pace(budget, periods, monotonic);
        pace.restore(cost);
        nextToken = Instant.MIN;
        nextAttempt = null;
        failures = 0;
    }

    void run(Duration time) {
        Instant end = tuya.instant().plus(time);
        while (tuya.instant().isBefore(end)) {
            boolean retry = nextAttempt != null && !monotonic.instant().isBefore(nextAttempt);
            if (retry || (nextAttempt == null && pace.isDue())) {
                attempt();
            }
            pass(TICK);
        }
    }

    private void pass(Duration time) {
        tuya.advance(time);
        wall.advance(time);
        monotonic.advance(time);
    }

    private void attempt() {
        nextAttempt = null;
        Optional<Poll> poll = pace.next();
        if (poll.isEmpty()) {
            return;
        }
        try {
            read(poll.get());
            failures = 0;
        } catch (PageFailed e) {
            failures++;
            pace.failed(poll.get().isFull() ? e.page : 0);
            Duration backOff = Duration.ofSeconds(Math.min(120, 1L << Math.min(failures - 1, 10)));
            Duration pause = pace.pause(backOff);
            longestPause = pause.compareTo(longestPause) > 0 ? pause : longestPause;
            nextAttempt = monotonic.instant().plus(pause);
        } finally {
            committed = budget.snapshot(0);
            budget.confirm(committed);
        }
    }

    private void read(Poll poll) {
        if (poll.firstPage() > 0) {
            page(poll.firstPage(), 0);
        }
        if (poll.isFull()) {
            long before = budget.made();
            for (int page = 1; page <= pages; page++) {
                page(page, REPETITIONS);
            }
            cost = budget.made() - before;
            complete.add(tuya.instant());
            pace.complete(new Visit(pages, List.of()));
            return;
        }
        partialSweeps++;
        Map<Region, Visit> visits = new EnumMap<>(Region.class);
        for (Region region : poll.regions()) {
            page(region == Region.FRONT ? 1 : pages, REPETITIONS);
            probes.merge(region, 1, Integer::sum);
            visits.put(region, new Visit(1, Collections.nCopies(found.applyAsInt(region), 600_000L)));
        }
        pace.probed(visits);
    }

    private void page(int page, int repetitions) {
        if (!monotonic.instant().isBefore(nextToken)) {
            for (int attempt = 0; failingPage < 0 && attempt <= repetitions; attempt++) {
                call();
            }
            if (failingPage < 0) {
                throw new PageFailed(page);
            }
            call();
            nextToken = monotonic.instant().plus(TOKEN);
        }
        for (int attempt = 0; attempt <= repetitions; attempt++) {
            call();
            if (failingPage >= 0) {
                clock.observe(tuya.millis());
            }
            if (failingPage >= 0 && failingPage != page) {
                return;
            }
        }
        throw new PageFailed(page);
    }

    private void call() {
        if (budget.left() == 0) {
            throw new PageFailed(0);
        }
        budget.take();
        callsAtApi.merge(YearMonth.from(tuya.instant().atOffset(ZoneOffset.UTC)), 1, Integer::sum);
        pass(Duration.ofMillis(250));
    }

    int calls() {
        return callsAtApi.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Between two complete sweeps. */
    Duration longestGap() {
        return IntStream.range(1, complete.size())
                .mapToObj(i -> Duration.between(complete.get(i - 1), complete.get(i)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static final class PageFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int page;

        PageFailed(int page) {
            this.page = page;
        }
    }
}
