package io.github.ticketstream.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether {@code tuya.requests-per-second} is obeyed, by the API's own count, and made use of. */
record RateCase(List<Setting> settings) implements BenchCase {
    private static final Duration ONCE = Duration.ofHours(1);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Override
    public String name() {
        return "rate";
    }

    /** The others know no ceiling. */
    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return contestant == Contestant.OURS;
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        Trial.Task task = new Trial.Task(
                contestant, setting, new CannedTickets(setting.tickets()), ONCE, TopicWatch.Reading.BULK, () -> {});
        try (Trial trial = new Trial(arena, task)) {
            trial.awaitSweeps(1);
            Moments requests = trial.api().requests();
            // The token's comes alone, while the program still starts.
            double seconds = Moments.secondsBetween(requests.at(1), requests.last());
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("most requests in one second", (double) requests.mostWithin(SECOND));
            figures.put("requests a second", (requests.count() - 2) / seconds);
            return figures;
        }
    }
}
