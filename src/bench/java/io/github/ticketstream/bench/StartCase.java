package io.github.ticketstream.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long it takes from the start of the JVM until something happens that can be seen from outside. */
record StartCase(List<Setting> settings) implements BenchCase {
    private static final Duration ONCE = Duration.ofHours(1);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return contestant.publishes();
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        Trial.Task task = new Trial.Task(
                contestant, setting, new CannedTickets(setting.tickets()), ONCE, TopicWatch.Reading.PROMPT, () -> {});
        try (Trial trial = new Trial(arena, task)) {
            trial.awaitExactly(setting.tickets());
            long start = trial.startedAt();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(
                    "start to first request, s",
                    Moments.secondsBetween(start, trial.api().tokens().at(0)));
            figures.put(
                    "start to first page request, s",
                    Moments.secondsBetween(start, trial.api().walks().at(0)));
            figures.put(
                    "start to first ticket visible, s",
                    Moments.secondsBetween(start, trial.tickets().moments().at(0)));
            return figures;
        }
    }
}
