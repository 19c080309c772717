package io.github.ticketstream.laboratory;

import io.github.ticketstream.kit.Options;
import io.github.ticketstream.laboratory.Cell.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A command: lets months go by in virtual time, and prints how fresh the topic was and what it cost. Beside the table it
 * leaves charts under {@code lab.out}.
 */
public final class MonthLaboratory {
    private MonthLaboratory() {}

    /**
     * Options, as system properties: {@code lab.lists} ({@code tickets:new a day}), {@code lab.calls} (0 for no budget),
     * {@code lab.seed} and {@code lab.out}.
     */
    public static void main(String[] args) throws IOException {
        Options options = new Options(System.getProperties());
        long seed = options.number("lab.seed", 1L, 0, Long.MAX_VALUE);
        Path out = Path.of(options.text("lab.out", "target/laboratory"));
        Files.createDirectories(out);
        System.out.println(Table.HEAD);
        for (String list : options.list("lab.lists", "500:20,5000:60,5000:20,50000:300")) {
            String[] sizes = list.split(":", -1);
            for (long calls : options.numbers("lab.calls", "26000,100000,0", 0, 1_000_000_000)) {
                List<Cell> cells = new ArrayList<>();
                List<Results> results = new ArrayList<>();
                for (Order order : Order.values()) {
                    Cell cell = new Cell(
                            new LabList.Setting(order, Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), seed),
                            calls == 0 ? OptionalLong.empty() : OptionalLong.of(calls));
                    Results result = cell.run();
                    System.out.println(Table.line(cell, result));
                    cells.add(cell);
                    results.add(result);
                }
                Files.writeString(
                        out.resolve(String.format("%s-%s-%d.svg", sizes[0], sizes[1], calls)),
                        Chart.svg(cells, results));
            }
        }
    }
}
