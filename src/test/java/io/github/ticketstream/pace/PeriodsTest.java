package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.settings.TestSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings say of polls. */
final class PeriodsTest {
    /** Else they would be another way to ask for the whole list, or for none of it. */
    @ParameterizedTest
    @CsvSource({"'', true", "'Pending,Finished', true", "Pending, false", "Finished, false"})
    void openTicketsAreAPlaceIfTheyArePartOfTheList(String states, boolean region) {
        Periods periods = Periods.of(TestSettings.tickets("tickets.states=" + states));

        assertThat(periods.regions()).contains(Region.FRONT, Region.BACK).hasSize(region ? 3 : 2);
    }
}
