package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResultsTest {
    private static final String SETTING = "| first | 20000 tickets / page 100 / 4 in flight | all, s | ";

    private final Results results = new Results(List.of(Contestant.values()));

    private void ran(Contestant contestant, int round, double seconds) {
        Setting setting = new Setting(20_000, 100, 4);
        results.add(new Results.Run(BenchCase.FIRST, setting, contestant, round, Map.of("all, s", seconds)));
    }

    @Test
    void showsMediansWithTheirSpreadAndRatiosOfTheSameRound() {
        ran(Contestant.RAW, 1, 2);
        ran(Contestant.RAW_AGAIN, 1, 2.2);
        ran(Contestant.OURS, 1, 3);
        ran(Contestant.RAW, 2, 4);
        ran(Contestant.RAW_AGAIN, 2, 3.6);
        ran(Contestant.OURS, 2, 4);

        assertThat(results.table())
                .containsExactly(
                        "| case | setting | figure | raw | ours | ours ÷ raw | noise: raw again ÷ raw |",
                        "| --- | --- | --- | --- | --- | --- | --- |",
                        SETTING + "3.00 (2.00–4.00) | 3.50 (3.00–4.00) | 1.25 (1.00–1.50) | 1.00 (0.90–1.10) |");
    }

    @Test
    void saysWhoDidNotRun() {
        ran(Contestant.OURS, 1, 3);

        assertThat(results.table()).contains(SETTING + "– | 3.00 | – | – |");
    }
}
