package io.github.ticketstream.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.laboratory.Cell.Results;
import io.github.ticketstream.laboratory.LabChange.Kind;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page about performance claims of freshness, by another seed than the one that it shows. */
final class MonthLaboratoryTest {
    private static final long SEED = 7;
    private static final long BUDGET = 26_000;
    /** Partial sweeps must not make anything much worse. */
    private static final double MAX_LOSS = 1.5;

    @ParameterizedTest
    @EnumSource(Order.class)
    void noOrderMakesItMuchWorseThanFullSweepsAloneNorCostsMoreThanTheBudget(Order order) {
        Results results = run(order, 500, 20);

        assertThat(results.ours().calls()).isBetween(BUDGET / 2, BUDGET);
        assertThat(results.ours().delays().ofAll().median())
                .isPositive()
                .isLessThan(MAX_LOSS * results.fullOnly().delays().ofAll().median());
    }

    @Test
    void aListWithTheNewestChangeFirstCostsOneCallForEachLook() {
        Results results = run(Order.NEWEST_CHANGE_FIRST, 5_000, 60);

        assertThat(results.ours().delays().ofAll().median()).isLessThan(90);
        assertThat(results.ours().delays().ofAll().at(0.95)).isLessThan(300);
        assertThat(results.fullOnly().delays().ofAll().median()).isGreaterThan(5_000);
    }

    @Test
    void aClosedTicketIsFoundWhereItStoodAlsoInAnArbitraryOrder() {
        Results results = run(Order.ARBITRARY, 5_000, 20);

        assertThat(results.ours().delays().of(Kind.CHANGED).median()).isLessThan(300);
        assertThat(results.ours().delays().of(Kind.CLOSED).median()).isLessThan(1_800);
    }

    @Test
    void theSameSeedGivesTheSameMonth() {
        assertThat(Table.line(cell(Order.NEWEST_FIRST, 500, 20), run(Order.NEWEST_FIRST, 500, 20)))
                .isEqualTo(Table.line(cell(Order.NEWEST_FIRST, 500, 20), run(Order.NEWEST_FIRST, 500, 20)));
    }

    private static Results run(Order order, int tickets, int newPerDay) {
        return cell(order, tickets, newPerDay).run();
    }

    private static Cell cell(Order order, int tickets, int newPerDay) {
        return new Cell(new LabList.Setting(order, tickets, newPerDay, SEED), OptionalLong.of(BUDGET));
    }
}
