package io.github.ticketstream.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page about performance claims of freshness, by another seed than the one that it shows. */
@Tag("proof")
final class MonthLaboratoryTest {
    private static final long SEED = 7;
    private static final long BUDGET = 26_000;
    /** Partial sweeps must not make anything much worse. */
    private static final double MAX_LOSS = 1.5;

    @ParameterizedTest
    @EnumSource(Order.class)
    void noOrderMakesItMuchWorseThanFullSweepsAloneNorCostsMoreThanTheBudget(Order order) {
        Row row = row(order, Changes.UNIFORM, 500, 20, 50);

        assertThat(row.ours().calls()).isBetween(BUDGET / 2, BUDGET);
        assertThat(row.ours().median())
                .isPositive()
                .isLessThan(MAX_LOSS * row.fullOnly().median());
    }

    @Test
    void aListWithTheNewestChangeFirstCostsOneCallForEachLook() {
        Row row = row(Order.NEWEST_CHANGE_FIRST, Changes.UNIFORM, 5_000, 60, 50);

        assertThat(row.ours().median()).isLessThan(90);
        assertThat(row.ours().p95()).isLessThan(300);
        assertThat(row.fullOnly().median()).isGreaterThan(5_000);
    }

    @Test
    void aClosedTicketIsFoundWhereItStoodAlsoInAnArbitraryOrder() {
        Row row = row(Order.ARBITRARY, Changes.UNIFORM, 5_000, 20, 50);

        assertThat(row.ours().ofChanged()).isLessThan(300);
        assertThat(row.ours().ofClosed()).isLessThan(1_800);
    }

    private static Row row(Order order, Changes changes, int tickets, int newPerDay, int pageSize) {
        return Row.of(new LabList.Setting(order, changes, tickets, newPerDay, pageSize, SEED), OptionalLong.of(BUDGET));
    }
}
