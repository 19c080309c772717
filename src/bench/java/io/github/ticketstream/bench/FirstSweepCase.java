package io.github.ticketstream.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long the first sweep of a new stream takes: every ticket is published. */
record FirstSweepCase(List<Setting> settings, int mostForTextbook) implements BenchCase {
    private static final Duration ONCE = Duration.ofHours(1);

    @Override
    public String name() {
        return "first";
    }

    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return !contestant.isTextbook() || setting.tickets() <= mostForTextbook;
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        Trial.Task task = new Trial.Task(
                contestant, setting, new CannedTickets(setting.tickets()), ONCE, TopicWatch.Reading.BULK, () -> {});
        try (Trial trial = new Trial(arena, task)) {
            long end = awaitEnd(contestant, setting, trial);
            double cpu = trial.footprint().cpuSeconds();
            double memory = trial.footprint().peakMebibytes();
            if (contestant.publishes()) {
                trial.awaitExactly(setting.tickets());
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            double seconds = Moments.secondsBetween(trial.api().walks().at(0), end);
            figures.put("first page to last commit, s", seconds);
            figures.put(
                    "token to last commit, s",
                    Moments.secondsBetween(trial.api().tokens().at(0), end));
            figures.put("tickets a second", setting.tickets() / seconds);
            figures.put("processor time, s", cpu);
            figures.put("peak resident memory, MiB", memory);
            return figures;
        }
    }

    /** The textbook route tells nobody that a sweep is complete: its last ticket counts. */
    private static long awaitEnd(Contestant contestant, Setting setting, Trial trial) {
        if (contestant.isTextbook()) {
            trial.awaitTickets(setting.tickets());
            return trial.tickets().moments().last();
        }
        trial.awaitSweeps(1);
        return trial.sweepEnds().at(0);
    }
}
