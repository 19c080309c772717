package io.github.ticketstream.laboratory;

import io.github.ticketstream.laboratory.Cell.Results;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The medians of one list size and budget as a picture: a bar for each order and poller, on a logarithmic scale. */
final class Chart {
    private static final int LEFT = 170;
    private static final int WIDTH = 560;
    private static final int BAR = 14;
    private static final int GROUP = 62;
    private static final int TOP = 58;
    private static final double MIN_SECONDS = 10;
    private static final double MAX_SECONDS = 200_000;
    private static final Map<String, String> COLOURS =
            Map.of("program", "#1f6feb", "full sweeps only", "#b0b7c3", "told where to look", "#2da44e");

    private Chart() {}

    static String svg(List<Cell> cells, List<Results> results) {
        StringBuilder svg = new StringBuilder();
        int height = TOP + GROUP * cells.size() + 30;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                LEFT + WIDTH + 80,
                height));
        text(
                svg,
                12,
                20,
                String.format(
                        Locale.ROOT,
                        "From change to topic, median: %s tickets, %s calls a month",
                        cells.get(0).tickets(),
                        cells.get(0).budget()));
        int x = 12;
        for (String poller : List.of("program", "full sweeps only", "told where to look")) {
            rect(svg, x, 30, 12, 12, COLOURS.get(poller));
            text(svg, x + 17, 40, poller);
            x += 150;
        }
        for (double tick : new double[] {60, 600, 3_600, 36_000}) {
            int at = LEFT + length(tick);
            svg.append(String.format(
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#dde1e7\"/>%n", at, TOP, at, height - 26));
            text(svg, at - 14, height - 10, Table.time(tick));
        }
        for (int i = 0; i < cells.size(); i++) {
            int y = TOP + 6 + GROUP * i;
            text(svg, 12, y + 25, cells.get(i).list().order().label());
            bar(svg, y, results.get(i).ours(), "program");
            bar(svg, y + BAR + 2, results.get(i).fullOnly(), "full sweeps only");
            bar(svg, y + 2 * (BAR + 2), results.get(i).oracle(), "told where to look");
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, int y, Cell.Result result, String poller) {
        double median = result.delays().ofAll().median();
        rect(svg, LEFT, y, length(median), BAR, COLOURS.get(poller));
        text(svg, LEFT + length(median) + 5, y + 11, Table.time(median));
    }

    private static int length(double seconds) {
        double part =
                Math.log(Math.max(seconds, MIN_SECONDS) / MIN_SECONDS) / Math.log(MAX_SECONDS / MIN_SECONDS);
        return (int) (part * WIDTH);
    }

    private static void rect(StringBuilder svg, int x, int y, int width, int height, String colour) {
        svg.append(String.format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n", x, y, width, height, colour));
    }

    private static void text(StringBuilder svg, int x, int y, String text) {
        svg.append(String.format("<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, text));
    }
}
