package io.github.ticketstream.pace;

import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The periods that the user sets.
 *
 * @param poll the shortest time between the starts of two polls
 * @param full the longest time between two full sweeps; empty if the program finds it
 * @param regions that partial sweeps can probe
 */
public record Periods(Duration poll, Optional<Duration> full, Set<Region> regions) {
    public static Periods of(TicketSettings settings) {
        List<String> open = settings.filter().openStates();
        boolean openIsAll = open.isEmpty() || open.equals(settings.filter().states());
        return new Periods(
                settings.pollPeriod(),
                settings.fullSweepPeriod(),
                openIsAll ? EnumSet.of(Region.FRONT, Region.BACK) : EnumSet.allOf(Region.class));
    }
}
