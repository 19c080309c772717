package io.github.ticketstream.sweep;

import static io.github.ticketstream.tuya.PageWalks.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Absence.Kind;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tickets are gone, and what is concluded when they are many. */
class RollCallTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(2);

    private final MutableClock wall = new MutableClock(START);
    private final MutableClock monotonic = new MutableClock(Instant.EPOCH);
    private PublishedVersions versions = new PublishedVersions();
    private TicketSettings settings = TestSettings.tickets("tickets.disappeared=publish");
    private RollCall rollCall;

    RollCallTest() {
        filtersAre(settings);
        newProcess();
    }

    @Test
    void twoSweepsInARowThatDoNotHoldATicketMakeItGo() {
        tickets(1, 100);

        assertThat(sweep(2, 100)).containsExactly(new Departure("T1", Absence.missing(START.toEpochMilli(), 1000), 0));
        assertThat(sweep(2, 100)).singleElement().matches(Departure::isGone).matches(gone -> gone.lastSeen() == 1000);
        assertThat(sweep(2, 100)).isEmpty();
    }

    @Test
    void aTicketThatComesBackInBetweenDoesNotGo() {
        tickets(1, 100);
        sweep(2, 100);
        // What publication does when it sees the ticket.
        tickets(1, 1);

        assertThat(sweep(2, 100)).singleElement().matches(departure -> !departure.isGone());
    }

    @Test
    void whatOneProcessHasNotedIsConcludedByTheNext() {
        tickets(1, 100);
        sweep(2, 100);

        newProcess();

        assertThat(sweep(2, 100)).singleElement().matches(Departure::isGone);
    }

    @Test
    void anEntryThatIsNoTicketAndNamesOneIsInTheListAllTheSame() {
        tickets(1, 2);

        assertThat(sweep("{\"ticket_no\":\"T1\"}", ticket(2))).isEmpty();
        assertThat(sweep("{\"ticket_no\":\"T1\",\"update_time\":\"soon\"}", ticket(2)))
                .isEmpty();
    }

    @Test
    void onlyCountingConcludesTheSameOnce() {
        settings = TestSettings.tickets();
        newProcess();
        tickets(1, 100);
        sweep(2, 100);

        assertThat(sweep(2, 100)).singleElement().matches(Departure::isGone);
        assertThat(sweep(2, 100)).isEmpty();
        assertThat(missing(2, 100)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"100, 20, true", "100, 21, false", "300, 30, true", "300, 31, false", "15, 15, true", "21, 21, false"})
    void moreThanATenthAndMoreThanTwentyAreHeldBack(int tracked, int gone, boolean told) {
        tickets(1, tracked);
        sweep(gone + 1, tracked);

        assertThat(sweep(gone + 1, tracked)).hasSize(told ? gone : 0);
    }

    @Test
    void whatIsHeldBackIsToldWhenSweepsHaveAgreedForADay() {
        tickets(1, 100);
        sweep(31, 100);
        for (Duration agreed = PERIOD; agreed.compareTo(Duration.ofHours(24)) < 0; agreed = agreed.plus(PERIOD)) {
            assertThat(sweep(31, 100)).isEmpty();
        }

        assertThat(sweep(31, 100)).hasSize(30).allMatch(Departure::isGone);
    }

    @Test
    void manyThatVanishWhileASweepWalksAreHeldBackByTheNext() {
        tickets(1, 100);
        // It has seen most of them before they vanished.
        sweep(16, 100);

        assertThat(sweep(51, 100)).noneMatch(Departure::isGone);
    }

    @Test
    void itIsSaidWhatIsHeldBackAndUntilWhen() {
        tickets(1, 100);
        sweep(31, 100);
        Absentees absentees = absentees(31, 100);
        absentees.forEachRemaining(departure -> {});

        assertThat(absentees.missing()).isEqualTo(30);
        assertThat(absentees.heldBack()).hasValueSatisfying(held -> {
            assertThat(held.tickets()).isEqualTo(30);
            assertThat(held.tracked()).isEqualTo(100);
            assertThat(held.endsAt()).isEqualTo(START.plus(Duration.ofHours(24)));
        });
    }

    @Test
    void whatHasBeenMissingForLessThanADayWaitsOn() {
        tickets(1, 100);
        sweep(31, 100);
        pass(Duration.ofHours(23));
        sweep(61, 100);
        pass(Duration.ofHours(1));

        assertThat(sweep(61, 100)).extracting(Departure::ticketNo).hasSize(30).contains("T1", "T30");
    }

    @Test
    void theDayGoesOnInTheNextProcess() {
        tickets(1, 100);
        sweep(31, 100);
        pass(Duration.ofHours(12));
        sweep(31, 100);

        newProcess();
        assertThat(sweep(31, 100)).isEmpty();
        pass(Duration.ofHours(12));

        assertThat(sweep(31, 100)).hasSize(30);
    }

    /** Set forward by two days, it does not hurry; set back by two, it does not silence. */
    @ParameterizedTest
    @CsvSource({"48", "-48"})
    void theDayIsMeasuredWhateverTheClockIsSetTo(int hours) {
        tickets(1, 100);
        sweep(31, 100);
        wall.advance(Duration.ofHours(hours));

        assertThat(sweep(31, 100)).isEmpty();
        monotonic.advance(Duration.ofHours(24));
        assertThat(sweep(31, 100)).hasSize(30);
    }

    @Test
    void aMarkFromTheFutureWaitsForADay() {
        IntStream.rangeClosed(1, 100).forEach(i -> mark(i, Absence.missing(START.toEpochMilli() * 2, 1)));

        assertThat(sweep(31, 100)).isEmpty();
        pass(Duration.ofHours(24));
        assertThat(sweep(31, 100)).hasSize(30);
    }

    @Test
    void aListThatIsEmptyOnceTellsNothing() {
        tickets(1, 100);

        assertThat(sweep(101, 100)).hasSize(100).noneMatch(Departure::isGone);
        tickets(1, 100);
        assertThat(sweep(1, 100)).isEmpty();
    }

    @Test
    void aChangeOfFiltersMakesNothingDisappear() {
        tickets(1, 100);
        sweep(2, 100);
        settings = TestSettings.tickets("tickets.disappeared=publish", "tickets.states=Pending");
        newProcess();

        assertThat(sweep(51, 100))
                .hasSize(50)
                .allMatch(departure -> departure.absence().is(Kind.OUTSIDE));
        filtersAre(settings);
        assertThat(sweep(51, 100)).isEmpty();
        assertThat(missing(51, 100)).isZero();

        assertThat(sweep(52, 100))
                .singleElement()
                .matches(departure -> departure.ticketNo().equals("T51"));
        assertThat(sweep(52, 100)).singleElement().matches(Departure::isGone);
    }

    /** Marks of an earlier version of the program: nobody knows what its filters were. */
    @Test
    void withoutKnownFiltersNothingDisappears() {
        versions = new PublishedVersions();
        newProcess();
        tickets(1, 100);

        assertThat(sweep(2, 100))
                .singleElement()
                .matches(departure -> departure.absence().is(Kind.OUTSIDE));
    }

    private void newProcess() {
        rollCall = new RollCall(versions, settings, new Clocks(wall, monotonic));
    }

    private void filtersAre(TicketSettings now) {
        PublishedMarks.filters(versions, now.filter().fingerprint());
    }

    private void tickets(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(i -> mark(i, Absence.NONE));
    }

    private void mark(int number, Absence absence) {
        PublishedMarks.put(versions, "T" + number, Mark.of(1000).with(absence));
    }

    private long missing(int first, int last) {
        Absentees absentees = absentees(first, last);
        absentees.forEachRemaining(departure -> {});
        return absentees.missing();
    }

    /** What follows from a complete sweep that holds these tickets; it is noted, and a period goes by. */
    private List<Departure> sweep(int first, int last) {
        return sweep(IntStream.rangeClosed(first, last)
                .mapToObj(RollCallTest::ticket)
                .toArray(String[]::new));
    }

    private List<Departure> sweep(String... entries) {
        List<Departure> departures = new ArrayList<>();
        absentees(entries).forEachRemaining(departures::add);
        for (Departure departure : departures) {
            boolean told = departure.isGone() && !settings.equals(TestSettings.tickets());
            Mark mark = told ? Mark.NONE : Mark.of(1000).with(departure.absence());
            PublishedMarks.put(versions, departure.ticketNo(), mark);
        }
        pass(PERIOD);
        return departures;
    }

    private Absentees absentees(int first, int last) {
        return absentees(IntStream.rangeClosed(first, last)
                .mapToObj(RollCallTest::ticket)
                .toArray(String[]::new));
    }

    private Absentees absentees(String... entries) {
        SweepProgress progress = new SweepProgress(new Clocks(wall, monotonic).now(), CallBudgets.none());
        Coverage coverage = new Coverage(versions.tickets(), progress, 0);
        coverage.beginWalk();
        coverage.read(page(1, entries.length, false, entries));
        coverage.endWalk();
        assertThat(coverage.isComplete()).isTrue();
        return rollCall.of(coverage);
    }

    private void pass(Duration time) {
        Stream.of(wall, monotonic).forEach(clock -> clock.advance(time));
    }

    private static String ticket(int number) {
        return "{\"ticket_no\":\"T" + number + "\",\"update_time\":1000}";
    }
}
