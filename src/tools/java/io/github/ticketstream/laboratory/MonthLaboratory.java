package io.github.ticketstream.laboratory;

import io.github.ticketstream.kit.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
 * leaves {@code laboratory.csv} and charts under {@code target/laboratory}.
 */
public final class MonthLaboratory {
    private record Month(LabList.Setting list, OptionalLong calls) {}

    private static final long SEED = 1;

    private MonthLaboratory() {}

    /**
     * Options, as system properties: {@code lab.lists} ({@code tickets:new a day}), {@code lab.changes}, {@code lab.calls} (0
     * for no budget) and {@code lab.page-sizes}. Budgets behind the first are tried with the
     * first changes and page size alone.
     */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Options options = new Options(System.getProperties());
        Path out = Path.of("target/laboratory");
        Files.createDirectories(out);
        System.out.println(Row.markdown(Row.HEAD));
        System.out.println(Row.markdown(Collections.nCopies(Row.HEAD.size(), "---")));
        List<Row> rows = new ArrayList<>();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<Future<Row>> months = months(options).stream()
                .map(month -> threads.submit(() -> Row.of(month.list, month.calls)))
                .toList();
        threads.shutdown();
        for (Future<Row> month : months) {
            rows.add(month.get());
            System.out.println(Row.markdown(rows.get(rows.size() - 1).cells(Row::time)));
        }
        List<String> csv = new ArrayList<>(List.of(String.join(",", Row.HEAD)));
        rows.forEach(row -> csv.add(
                String.join(",", row.cells(seconds -> Long.toString(Math.round(seconds))))));
        Files.write(out.resolve("laboratory.csv"), csv);
        Map<String, List<Row>> charts = rows.stream().collect(Collectors.groupingBy(MonthLaboratory::chart));
        for (Map.Entry<String, List<Row>> chart : charts.entrySet()) {
            Files.writeString(out.resolve(chart.getKey()), Chart.svg(chart.getValue()));
        }
    }

    private static List<Month> months(Options options) {
        List<Changes> changes = options.list("lab.changes", "uniform,office").stream()
                .map(name -> Changes.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        List<Integer> budgets = options.numbers("lab.calls", "26000,100000,0");
        List<Integer> pageSizes = options.numbers("lab.page-sizes", "50,200,500");
        List<Month> months = new ArrayList<>();
        for (String list : options.list("lab.lists", "500:20,5000:60,5000:20,50000:300")) {
            int tickets = Integer.parseInt(list.split(":", -1)[0]);
            int newPerDay = Integer.parseInt(list.split(":", -1)[1]);
            for (int i = 0; i < budgets.size(); i++) {
                OptionalLong calls = budgets.get(i) == 0 ? OptionalLong.empty() : OptionalLong.of(budgets.get(i));
                for (Changes how : i == 0 ? changes : changes.subList(0, 1)) {
                    for (int pageSize : i == 0 ? pageSizes : pageSizes.subList(0, 1)) {
                        for (Order order : Order.values()) {
                            months.add(new Month(
                                    new LabList.Setting(order, how, tickets, newPerDay, pageSize, SEED), calls));
                        }
                    }
                }
            }
        }
        return months;
    }

    private static String chart(Row row) {
        return String.join("-", row.cells(Row::time).subList(0, 4)) + ".svg";
    }
}
