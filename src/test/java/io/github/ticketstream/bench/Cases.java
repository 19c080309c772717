package io.github.ticketstream.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All questions, by the names that the command line has for them. */
final class Cases {
    private static final Map<String, Function<BenchOptions, List<BenchCase>>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("first", options -> List.of(new FirstSweepCase(lists(options), options.textbookTickets())));
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
}
