package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulation.Variant;
import io.github.ticketstream.sweep.Totals;
import io.github.ticketstream.tuya.PageSize;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing lost, nothing twice, whatever the order of things; and a checker that would notice. */
final class SimulationTest {
    private static final int SCHEDULES_TO_CATCH = 500;
    private static final int CHOICES = 800;

    /** In thousands of schedules totals are too low, versions older and pages smaller, thousands of times. */
    @BeforeContainer
    static void beQuiet() {
        Configurator.setLevel(Totals.class, Level.OFF);
        Configurator.setLevel(Publication.class, Level.OFF);
        Configurator.setLevel(PageSize.class, Level.OFF);
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void noScheduleLosesOrRepeatsAnything(@ForAll @Size(max = CHOICES) List<@IntRange(max = 255) Integer> choices) {
        assertHolds(choices);
    }

    @Tag("proof")
    @Property(tries = 20_000, shrinking = ShrinkingMode.BOUNDED)
    void noneOfManyMoreDoes(@ForAll @Size(max = CHOICES) List<@IntRange(max = 255) Integer> choices) {
        assertHolds(choices);
    }

    private static void assertHolds(List<Integer> choices) {
        Simulation.Outcome outcome = Simulation.run(choices, Variant.CORRECT);

        assertThat(outcome.breaches()).as(outcome::toString).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CORRECT")
    void aBrokenVariantIsCaught(Variant variant) {
        Random random = new Random(1);
        for (int schedule = 1; schedule <= SCHEDULES_TO_CATCH; schedule++) {
            List<Integer> choices = random.ints(CHOICES, 0, 256).boxed().toList();
            Simulation.Outcome outcome = Simulation.run(choices, variant);
            if (!outcome.breaches().isEmpty()) {
                System.out.println(variant + " is caught by schedule " + schedule + ": " + outcome.breaches());
                return;
            }
        }
        throw new AssertionError(variant + " passed " + SCHEDULES_TO_CATCH + " schedules");
    }
}
