package io.github.ticketstream.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All questions, by the names that the command line has for them. */
final class Cases {
    private static final int TEN_PER_THOUSAND = 10;
    private static final List<Integer> CONCURRENT = List.of(1, 4, 16);
    private static final int THOUSAND_PAGES = 100_000;
    private static final int PAGE = 100;
    private static final int SMALL_PAGE = 10;
    private static final int LARGE_PAGE = 500;
    private static final int REQUESTS_PER_SECOND = 50;

    private static final Map<String, Function<BenchOptions, List<BenchCase>>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("first", options -> List.of(new FirstSweepCase(lists(options), options.textbookTickets())));
        ALL.put("unchanged", options -> List.of(repeated("unchanged", 0, options)));
        ALL.put("changed", options -> List.of(repeated("changed", TEN_PER_THOUSAND, options)));
        ALL.put("latency", options -> List.of(new LatencyCase(latencies(options)), new RateCase(rates())));
        ALL.put("start", options -> List.of(new StartCase(onePage(options))));
        ALL.put("restore", options -> List.of(new RestoreCase(tracked(options))));
        ALL.put("tracked", options -> List.of(new TrackedCase(tracked(options))));
        ALL.put("visible", options -> List.of(new VisibleCase(onePage(options), options.length())));
    }

    static final List<String> NAMES = List.copyOf(ALL.keySet());

    private Cases() {}

    /** Those that were asked for. */
    static List<BenchCase> of(BenchOptions options) {
        return options.cases().stream()
                .flatMap(name -> ALL.get(name).apply(options).stream())
                .toList();
    }

    private static List<Setting> lists(BenchOptions options) {
        List<Setting> settings = new ArrayList<>();
        for (int tickets : options.tickets()) {
            for (int pageSize : options.pageSizes()) {
                settings.add(Setting.of(tickets, pageSize, options.concurrent()));
            }
        }
        return settings;
    }

    private static BenchCase repeated(String name, int changedPerThousand, BenchOptions options) {
        return new RepeatedSweepCase(
                name, lists(options), changedPerThousand, options.length(), options.textbookTickets());
    }

    private static List<Setting> latencies(BenchOptions options) {
        return options.latencies().stream()
                .flatMap(millis -> CONCURRENT.stream()
                        .map(concurrent ->
                                Setting.of(THOUSAND_PAGES, PAGE, concurrent).withLatency(millis)))
                .toList();
    }

    /** A thousand pages so small that nothing but the ceiling holds them up. */
    private static List<Setting> rates() {
        return CONCURRENT.stream()
                .map(concurrent ->
                        Setting.of(10_000, SMALL_PAGE, concurrent).withRequestsPerSecond(REQUESTS_PER_SECOND))
                .toList();
    }

    private static List<Setting> tracked(BenchOptions options) {
        return options.tracked().stream()
                .map(tickets -> Setting.of(tickets, LARGE_PAGE, options.concurrent()))
                .toList();
    }

    private static List<Setting> onePage(BenchOptions options) {
        return List.of(Setting.of(PAGE, PAGE, options.concurrent()));
    }
}
