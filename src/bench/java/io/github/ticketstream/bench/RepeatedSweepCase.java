package io.github.ticketstream.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long the sweeps after the first one take, in a process that is warm.
 *
 * @param changedPerThousand tickets that change before each sweep; the same number of them in every page or so
 * @param length of a run, as long as that is a few sweeps
 */
record RepeatedSweepCase(
        String name, List<Setting> settings, int changedPerThousand, Duration length, int mostForTextbook)
        implements BenchCase {
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final int FEWEST_SWEEPS = 3;

    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return !contestant.isTextbook() || setting.tickets() <= mostForTextbook;
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        CannedTickets tickets = new CannedTickets(setting.tickets());
        Changes changes = new Changes(tickets, (int) ((long) setting.tickets() * changedPerThousand / 1000));
        Trial.Task task = new Trial.Task(contestant, setting, tickets, AT_ONCE, TopicWatch.Reading.BULK, changes);
        try (Trial trial = new Trial(arena, task)) {
            if (contestant.publishes()) {
                trial.awaitTickets(setting.tickets());
            }
            // One more: the next one may have begun before the changes do.
            trial.awaitSweeps(1);
            changes.begin();
            int first = trial.sweepEnds().count() + 1;
            trial.awaitSweeps(first);
            double cpuBefore = trial.footprint().cpuSeconds();
            trial.work(length);
            trial.awaitSweeps(first + FEWEST_SWEEPS);
            int sweeps = trial.sweepEnds().count() - first;
            double cpu = trial.footprint().cpuSeconds() - cpuBefore;
            double memory = trial.footprint().peakMebibytes();
            changes.end();
            if (contestant.publishes()) {
                trial.awaitExactly(setting.tickets() + changes.made());
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(
                    "page 1 to sweep record, s",
                    Spread.of(IntStream.range(first, first + sweeps)
                                    .mapToObj(trial::secondsOfSweep)
                                    .toList())
                            .median());
            figures.put("processor time a sweep, s", cpu / sweeps);
            figures.put("sweeps", (double) sweeps);
            figures.put("peak resident memory, MiB", memory);
            return figures;
        }
    }
}
