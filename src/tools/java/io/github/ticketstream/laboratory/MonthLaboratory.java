package io.github.ticketstream.laboratory;

import io.github.ticketstream.kit.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * A command: lets months go by in virtual time, and prints how fresh the topic was and what it cost. Beside the table it
 * leaves {@code laboratory.csv} and charts under {@code lab.out}.
 */
public final class MonthLaboratory {
    private record Month(LabList.Setting list, OptionalLong calls) {}

    private MonthLaboratory() {}

    /**
     * Options, as system properties: {@code lab.lists} ({@code tickets:new a day}), {@code lab.changes}, {@code lab.calls} (0
     * for no budget), {@code lab.page-sizes}, {@code lab.seed} and {@code lab.out}.
     */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Options options = new Options(System.getProperties());
        Path out = Path.of(options.text("lab.out", "target/laboratory"));
        Files.createDirectories(out);
        System.out.println(Row.MARKDOWN_HEAD);
        List<Row> rows = new ArrayList<>();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<Future<Row>> months = months(options).stream()
                .map(month -> threads.submit(() -> Row.of(month.list, month.calls)))
                .toList();
        threads.shutdown();
        for (Future<Row> month : months) {
            rows.add(month.get());
            System.out.println(rows.get(rows.size() - 1).markdown());
        }
        String csv = rows.stream().map(Row::csv).collect(Collectors.joining("\n", Row.CSV_HEAD + "\n", "\n"));
        Files.writeString(out.resolve("laboratory.csv"), csv);
        Map<String, List<Row>> charts = rows.stream().collect(Collectors.groupingBy(MonthLaboratory::chart));
        for (Map.Entry<String, List<Row>> chart : charts.entrySet()) {
            Files.writeString(out.resolve(chart.getKey()), Chart.svg(chart.getValue()));
        }
    }

    private static List<Month> months(Options options) {
        long seed = options.number("lab.seed", 1L, 0, Long.MAX_VALUE);
        List<Month> months = new ArrayList<>();
        for (String list : options.list("lab.lists", "500:20,5000:60,5000:20,50000:300")) {
            String[] sizes = list.split(":", -1);
            for (String changes : options.list("lab.changes", "uniform,office")) {
                for (int calls : options.numbers("lab.calls", "26000,100000,0", 0, 1_000_000_000)) {
                    for (int pageSize : options.numbers("lab.page-sizes", "50,200,500", 1, 10_000)) {
                        for (Order order : Order.values()) {
                            months.add(new Month(
                                    new LabList.Setting(
                                            order,
                                            Changes.valueOf(changes.toUpperCase(Locale.ROOT)),
                                            Integer.parseInt(sizes[0]),
                                            Integer.parseInt(sizes[1]),
                                            pageSize,
                                            seed),
                                    calls == 0 ? OptionalLong.empty() : OptionalLong.of(calls)));
                        }
                    }
                }
            }
        }
        return months;
    }

    private static String chart(Row row) {
        return String.format(
                Locale.ROOT,
                "%d-%d-%s-%s.svg",
                row.list().tickets(),
                row.list().newPerDay(),
                row.list().changes().label(),
                row.budget().replace(",", ""));
    }
}
