package io.github.ticketstream.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well requests overlap while the API takes its time: a sweep beside what its pages would take if nothing but the API's
 * latency counted.
 */
record LatencyCase(List<Setting> settings) implements BenchCase {
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    /** Where the latency rules, the hand-written loop has nothing to add. */
    private static final int MOST_SECONDS_FOR_RAW = 30;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return contestant == Contestant.OURS
                || (contestant.tellsSweeps() && leastSeconds(setting) <= MOST_SECONDS_FOR_RAW);
    }

    private static double leastSeconds(Setting setting) {
        return setting.pages() * setting.latencyMillis() / 1000.0 / setting.concurrent();
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        Trial.Task task = new Trial.Task(
                contestant, setting, new CannedTickets(setting.tickets()), AT_ONCE, TopicWatch.Reading.BULK, () -> {});
        try (Trial trial = new Trial(arena, task)) {
            trial.awaitSweeps(2);
            trial.awaitExactly(setting.tickets());
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("unchanged sweep, s", trial.secondsOfSweep(1));
            figures.put("first sweep, s", trial.secondsOfSweep(0));
            if (setting.latencyMillis() > 0) {
                figures.put("unchanged sweep ÷ latency alone", trial.secondsOfSweep(1) / leastSeconds(setting));
                figures.put("first sweep ÷ latency alone", trial.secondsOfSweep(0) / leastSeconds(setting));
            }
            return figures;
        }
    }
}
