package io.github.ticketstream.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long one changed ticket takes from the last byte of the reply that holds it to a subscriber with {@code read_committed}.
 * A page is the whole list, and one ticket has changed in each sweep.
 */
record VisibleCase(List<Setting> settings, Duration length) implements BenchCase {
    /** The shortest that the program's setting allows. */
    private static final Duration PERIOD = Duration.ofMillis(100);

    private static final int FEWEST_SAMPLES = 10;

    @Override
    public String name() {
        return "visible";
    }

    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return contestant.publishes();
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        CannedTickets tickets = new CannedTickets(setting.tickets());
        Changes changes = new Changes(tickets, 1);
        Trial.Task task = new Trial.Task(contestant, setting, tickets, PERIOD, TopicWatch.Reading.PROMPT, changes);
        try (Trial trial = new Trial(arena, task)) {
            trial.awaitTickets(setting.tickets());
            changes.begin();
            trial.work(length);
            trial.awaitTickets(setting.tickets() + FEWEST_SAMPLES);
            changes.end();
            trial.awaitExactly(setting.tickets() + changes.made());
            List<Double> millis = IntStream.range(0, changes.made())
                    .mapToObj(change -> 1000
                            * Moments.secondsBetween(
                                    trial.api().walkEnds().at(changes.firstChangedWalk() + change),
                                    trial.tickets().moments().at(setting.tickets() + change)))
                    .sorted()
                    .toList();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("reply to visible, median, ms", Spread.percentile(millis, 0.5));
            figures.put("reply to visible, 99 %, ms", Spread.percentile(millis, 0.99));
            figures.put("reply to visible, 99.9 %, ms", Spread.percentile(millis, 0.999));
            figures.put("samples", (double) millis.size());
            return figures;
        }
    }
}
