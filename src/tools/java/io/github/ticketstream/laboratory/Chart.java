package io.github.ticketstream.laboratory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The medians of one list and budget as a picture: for each order a bar for each page size, on a logarithmic scale. */
final class Chart {
    private static final int LEFT = 170;
    private static final int WIDTH = 560;
    private static final int BAR = 14;
    private static final int TOP = 58;
    private static final double MIN_SECONDS = 10;
    private static final double MAX_SECONDS = 200_000;
    private static final String FULL_ONLY = "#b0b7c3";
    private static final List<String> COLOURS = List.of("#0b3d91", "#1f6feb", "#79b0ff", "#bcd8ff");

    private final StringBuilder svg = new StringBuilder();

    private Chart() {}

    /** @param rows that differ in order and page size */
    static String svg(List<Row> rows) {
        Chart chart = new Chart();
        Map<Order, List<Row>> byOrder =
                rows.stream().collect(Collectors.groupingBy(row -> row.list().order(), TreeMap::new, Collectors.toList()));
        List<Row> first = byOrder.values().iterator().next();
        int group = (BAR + 2) * (first.size() + 1) + BAR;
        int height = TOP + group * byOrder.size() + 30;
        chart.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                LEFT + WIDTH + 80, height);
        chart.head(first);
        for (double tick : new double[] {60, 600, 3_600, 36_000}) {
            int at = LEFT + length(tick);
            chart.add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#dde1e7\"/>%n", at, TOP, at, height - 26);
            chart.text(at - 14, height - 10, Row.time(tick));
        }
        int y = TOP + 6;
        for (Map.Entry<Order, List<Row>> order : byOrder.entrySet()) {
            chart.text(12, y + group / 2 - BAR / 2, order.getKey().label());
            List<Row> ofOrder = order.getValue();
            for (int i = 0; i < ofOrder.size(); i++) {
                chart.bar(y + (BAR + 2) * i, ofOrder.get(i).ours().median(), COLOURS.get(i % COLOURS.size()));
            }
            chart.bar(y + (BAR + 2) * ofOrder.size(), ofOrder.get(0).fullOnly().median(), FULL_ONLY);
            y += group;
        }
        return chart.svg.append("</svg>\n").toString();
    }

    private void head(List<Row> rows) {
        Row row = rows.get(0);
        text(
                12,
                20,
                "From change to topic, median: %,d tickets (+%d a day), %s, calls a month: %s"
                        .formatted(
                                row.list().tickets(),
                                row.list().newPerDay(),
                                row.list().changes().label(),
                                row.cells(Row::time).get(3)));
        int x = 12;
        for (int i = 0; i < rows.size(); i++) {
            legend(x, "pages of " + rows.get(i).list().pageSize(), COLOURS.get(i % COLOURS.size()));
            x += 120;
        }
        legend(x, "full sweeps only, pages of " + row.list().pageSize(), FULL_ONLY);
    }

    private void legend(int x, String text, String colour) {
        rect(x, 30, 12, 12, colour);
        text(x + 17, 40, text);
    }

    private void bar(int y, double median, String colour) {
        rect(LEFT, y, length(median), BAR, colour);
        text(LEFT + length(median) + 5, y + 11, Row.time(median));
    }

    private static int length(double seconds) {
        double part =
                Math.log(Math.max(seconds, MIN_SECONDS) / MIN_SECONDS) / Math.log(MAX_SECONDS / MIN_SECONDS);
        return (int) (part * WIDTH);
    }

    private void rect(int x, int y, int width, int height, String colour) {
        add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n", x, y, width, height, colour);
    }

    private void text(int x, int y, String text) {
        add("<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
