package io.github.ticketstream.bench;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The most important figure of each case and setting, if it is a time, as bars beside each other, one for each contestant. */
final class Chart {
    private static final int HEIGHT = 720;
    private static final int WIDTH_OF_ALL_ELSE = 480;
    private static final int WIDTH_OF_A_GROUP = 90;
    private static final int LABEL_ANGLE = 60;
    private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final String SECONDS = ", s";
    private static final String MILLISECONDS = ", ms";
    /** So that no bar has no height. */
    private static final double TENTH_OF_A_DECADE = 0.1;

    private Chart() {}

    /** As {@code chart.svg} in this directory. */
    static void write(SummaryTable table, Path directory) {
        List<SummaryTable.Row> rows = table.mainRows().stream()
                .filter(row -> row.figure().endsWith(SECONDS) || row.figure().endsWith(MILLISECONDS))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .title("Seconds (visible: milliseconds), medians; shorter is better")
                .yAxisTitle("logarithmic")
                .width(WIDTH_OF_ALL_ELSE + WIDTH_OF_A_GROUP * rows.size())
                .height(HEIGHT)
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(powerOfTenBelow(rows, table));
        chart.getStyler().setXAxisLabelRotation(LABEL_ANGLE);
        chart.getStyler().setAxisTickLabelsFont(LABELS);
        // Ticks between the powers of ten have no numbers: so the bars have.
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsPosition(1);
        chart.getStyler().setLabelsFont(LABELS);
        chart.getStyler().setDecimalPattern("0.##");
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        List<String> labels =
                rows.stream().map(row -> row.question() + ", " + row.setting()).toList();
        for (Contestant contestant : table.columns()) {
            List<Double> values = new ArrayList<>();
            rows.forEach(row -> values.add(table.median(row, contestant).orElse(null)));
            if (values.stream().anyMatch(value -> value != null)) {
                chart.addSeries(contestant.toString(), labels, values);
            }
        }
        try {
            VectorGraphicsEncoder.saveVectorGraphic(
                    chart, directory.resolve("chart").toString(), VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bars of a logarithmic axis have to begin somewhere. */
    private static double powerOfTenBelow(List<SummaryTable.Row> rows, SummaryTable table) {
        double least = rows.stream()
                .flatMap(row -> table.columns().stream().flatMap(contestant -> table.median(row, contestant).stream()))
                .mapToDouble(median -> median)
                .min()
                .orElse(1);
        return Math.pow(10, Math.floor(Math.log10(least) - TENTH_OF_A_DECADE));
    }
}
