package io.github.ticketstream.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it takes to know many tickets: all of them were published by an earlier process, and the list is swept once. Heap is
 * what is alive after a full collection behind that sweep.
 */
record TrackedCase(List<Setting> settings) implements BenchCase {
    private static final Duration ONCE = Duration.ofHours(1);

    @Override
    public String name() {
        return "tracked";
    }

    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return contestant.tellsSweeps() && contestant != Contestant.RAW_AGAIN;
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        CannedTickets tickets = new CannedTickets(setting.tickets());
        Trial.Task task = new Trial.Task(
                contestant,
                setting,
                tickets,
                ONCE,
                TopicWatch.Reading.BULK,
                () -> {},
                stateTopic -> Marks.write(arena.broker().address(), stateTopic, tickets));
        try (Trial trial = new Trial(arena, task)) {
            trial.awaitSweeps(1);
            if (trial.tickets().count() > 0) {
                throw new IllegalStateException("tickets were published that were marked as published");
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("live heap, MiB", trial.footprint().liveHeapMebibytes());
            figures.put("peak resident memory, MiB", trial.footprint().peakMebibytes());
            figures.put(
                    "start to first page request, s",
                    Moments.secondsBetween(
                            trial.startedAt(), trial.api().walks().at(0)));
            figures.put("sweep of the list, s", trial.secondsOfSweep(0));
            return figures;
        }
    }
}
