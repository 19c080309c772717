package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SummaryTableTest {
    private final Results results = new Results();

    private void ran(Contestant contestant, int round, double seconds, double mebibytes) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("all, s", seconds);
        figures.put("memory, MiB", mebibytes);
        results.add(new Run("first", Setting.of(20_000, 100, 4), contestant, round, figures));
    }

    private List<String> table(Contestant... contestants) {
        return new SummaryTable(results.runs(), List.of(contestants)).lines();
    }

    @Test
    void showsMediansWithTheirSpreadAndRatiosOfTheSameRound() {
        ran(Contestant.RAW, 1, 2, 100);
        ran(Contestant.RAW_AGAIN, 1, 2.2, 100);
        ran(Contestant.OURS, 1, 3, 200);
        ran(Contestant.RAW, 2, 4, 100);
        ran(Contestant.RAW_AGAIN, 2, 3.6, 100);
        ran(Contestant.OURS, 2, 4, 200);

        assertThat(table(Contestant.RAW, Contestant.RAW_AGAIN, Contestant.OURS))
                .containsExactly(
                        "| case | setting | figure | raw | ours | ours ÷ raw | noise: raw again ÷ raw |",
                        "| --- | --- | --- | --- | --- | --- | --- |",
                        "| first | 20000 tickets / page 100 / 4 in flight | all, s | 3.00 (2.00–4.00) | 3.50 (3.00–4.00) | 1.25 (1.00–1.50)"
                                + " | 1.00 (0.90–1.10) |",
                        "| first | 20000 tickets / page 100 / 4 in flight | memory, MiB | 100 | 200 | 2.00 | 1.00 |");
    }

    @Test
    void saysWhoDidNotRun() {
        ran(Contestant.OURS, 1, 3, 200);

        assertThat(table(Contestant.TEXTBOOK_EAGER, Contestant.OURS))
                .contains("| first | 20000 tickets / page 100 / 4 in flight | all, s | not run | 3.00 | – | – |");
    }

    @Test
    void theFileHasALineForEachRun() {
        ran(Contestant.RAW, 1, 2.25, 100);
        ran(Contestant.OURS, 1, 3, 200);

        assertThat(results.csv())
                .containsExactly(
                        "case,setting,contestant,round,\"all, s\",\"memory, MiB\"",
                        "first,20000 tickets / page 100 / 4 in flight,raw,1,2.25,100.0",
                        "first,20000 tickets / page 100 / 4 in flight,ours,1,3.0,200.0");
    }
}
