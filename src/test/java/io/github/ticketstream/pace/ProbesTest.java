package io.github.ticketstream.pace;

import static io.github.ticketstream.pace.Region.BACK;
import static io.github.ticketstream.pace.Region.FRONT;
import static io.github.ticketstream.pace.Region.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where partial sweeps have looked, and which region gets the credit for a change that several would have found. */
final class ProbesTest {
    private static final Duration HUNDRED = Duration.ofSeconds(100);
    private static final Duration DAY = Duration.ofDays(1);

    private final Probes probes = new Probes(EnumSet.allOf(Region.class));

    private static Instant at(long second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    /** Changes that came up before the last look anywhere: nobody else can have found them. */
    private static Visit old(int changes) {
        return new Visit(1, Collections.nCopies(changes, DAY.toMillis()));
    }

    private static Visit aged(long... seconds) {
        return new Visit(1, LongStream.of(seconds).mapToObj(age -> age * 1_000).toList());
    }

    /** Changes a second that were credited. */
    private double rate(Region region, Instant now) {
        return probes.stats(now).get(region).rate();
    }

    /** The front brings ten changes in 100 s, the open tickets one, the back none. */
    private void frontIsBest() {
        probes.probedAll(at(0));
        probes.probed(Map.of(FRONT, old(10), BACK, old(0), OPEN, old(1)), at(100));
    }

    /** Of its changes those of 100 s and 150 s are too old for a look at 100 s to have left them to the next one. */
    @Test
    void whatABetterPlaceWouldStillFindIsNotCredited() {
        frontIsBest();

        probes.probed(Map.of(BACK, aged(50, 100, 150)), at(200));

        assertThat(rate(BACK, at(200))).isEqualTo(2 / 195.0, within(1e-12));
    }

    /** The one that was probed longest ago decides; the back, which never pays, does not. */
    @ParameterizedTest
    @CsvSource({"120, 150, 80", "150, 120, 80", "190, 190, 10"})
    void allThatPayWereLookedAtSince(long front, long open, long seconds) {
        frontIsBest();
        probes.probed(Map.of(FRONT, old(10)), at(front));
        probes.probed(Map.of(OPEN, old(1)), at(open));

        assertThat(probes.sinceAllThatPay(at(200))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"4, 100", "3, 50"})
    void aPlacePaysThatBringsATwentyFifthOfTheBest(int changes, long since) {
        probes.probedAll(at(0));
        probes.probed(Map.of(FRONT, old(100), OPEN, old(changes)), at(100));
        probes.probed(Map.of(FRONT, old(50)), at(150));

        assertThat(probes.sinceAllThatPay(at(200))).isEqualTo(Duration.ofSeconds(since));
    }

    @Test
    void whereNothingPaysNoTimeIsKnown() {
        probes.probedAll(at(0));

        assertThat(probes.sinceAllThatPay(at(200))).isZero();
    }

    /** Nobody knows since when its changes have waited. */
    @Test
    void aFirstLookSaysNothingOfAPlace() {
        probes.probed(Map.of(FRONT, old(3)), at(0));
        assertThat(probes.stats(at(0)).get(FRONT).isKnown()).isFalse();

        probes.probed(Map.of(FRONT, old(3)), at(30));
        assertThat(rate(FRONT, at(30))).isEqualTo(0.1);
    }

    @Test
    void aPlaceIsNotDueThatTheCallsLeftDoNotPayForThreeTimes() {
        probes.probedAll(at(0));
        probes.probed(Map.of(FRONT, new Visit(2, List.of())), at(10));

        assertThat(probes.due(Map.of(FRONT, HUNDRED, BACK, HUNDRED), at(500), 5))
                .containsExactly(BACK);
        assertThat(probes.due(Map.of(FRONT, HUNDRED, BACK, HUNDRED), at(500), 6))
                .containsExactly(FRONT, BACK);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"REQUEST", "LIST"})
    void aPlaceThatIsRefusedRestsForADay(Kind kind) {
        assertThat(probes.rest(BACK, TuyaFailures.of(kind), at(0))).isEqualTo(DAY);

        assertThat(probes.stats(at(86_399))).containsOnlyKeys(FRONT, OPEN);
        assertThat(probes.stats(at(86_400))).containsOnlyKeys(FRONT, BACK, OPEN);
    }

    @Test
    void aPlaceThatFailsOtherwiseRestsForAnHour() {
        assertThat(probes.rest(BACK, TuyaFailures.of(Kind.TRANSIENT), at(0))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aPlaceThatAnswersAgainRestsNoMore() {
        probes.rest(BACK, TuyaFailures.of(Kind.TRANSIENT), at(0));
        probes.probed(Map.of(BACK, old(0)), at(10));

        assertThat(probes.stats(at(10))).containsKey(BACK);
    }
}
