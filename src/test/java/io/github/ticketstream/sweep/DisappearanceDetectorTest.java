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
import io.github.ticketstream.sweep.DisappearanceDetector.Departure;
import io.github.ticketstream.sweep.DisappearanceDetector.Result;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.TuyaClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tickets are gone, and what is concluded when they are many. */
class DisappearanceDetectorTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(2);

    private final MutableClock wall = new MutableClock(START.minus(Duration.ofDays(30)));
    private final MutableClock tuyaTime = new MutableClock(START);
    private final MutableClock monotonic = new MutableClock(Instant.EPOCH);
    private PublishedVersions versions = new PublishedVersions();
    private TicketSettings settings = TestSettings.tickets("tickets.disappeared=publish");
    private TuyaClock tuya;
    private Totals totals;
    private DisappearanceDetector detector;

    DisappearanceDetectorTest() {
        filtersAre(settings);
        newProcess();
    }

    @Test
    void twoSweepsInARowThatDoNotHoldATicketMakeItGo() {
        tickets(1, 100);

        assertThat(sweep(2, 100))
                .containsExactly(new Departure("T1", Mark.of(1000), Absence.missing(START.toEpochMilli(), 1000)));
        assertThat(sweep(2, 100)).singleElement().matches(Departure::isGone).matches(gone -> gone.lastSeen() == 1000);
        assertThat(sweep(2, 100)).isEmpty();
    }

    @Test
    void aTicketThatWasSeenOnTheWayToTheWalkIsInTheListAllTheSame() {
        tickets(1, 2);
        Coverage coverage = new Coverage(versions.tickets(), progress(), 0, totals);
        coverage.beginWalk();
        coverage.readAside(page(1, 2, true, ticket(1)).entries());
        coverage.read(page(1, 1, false, ticket(2)));
        coverage.endWalk();

        assertThat(detector.of(coverage).departures()).isEmpty();
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
    @CsvSource({
        "100, 20, true",
        "100, 21, false",
        "300, 30, true",
        "300, 31, false",
        "15, 14, true",
        "15, 15, false",
        "1, 1, false",
        "21, 21, false"
    })
    void moreThanATenthAndMoreThanTwentyAreHeldBack(int tracked, int gone, boolean told) {
        tickets(1, tracked);
        sweep(gone + 1, tracked);

        assertThat(sweep(gone + 1, tracked)).hasSize(told ? gone : 0);
    }

    @Test
    void manyThatVanishWhileASweepWalksAreHeldBackByTheNext() {
        tickets(1, 100);
        // It has seen most of them before they vanished.
        sweep(16, 100);

        assertThat(sweep(51, 100)).noneMatch(Departure::isGone);
    }

    @Test
    void itIsSaidWhatIsHeldBack() {
        tickets(1, 100);
        sweep(31, 100);
        Result absentees = absentees(31, 100);

        assertThat(absentees.missing()).isEqualTo(30);
        assertThat(absentees.heldBack()).startsWith("30 of 100 tickets are missing from the list, more than a tenth");
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

    /** Set forward by a month, it does not hurry; set back by one, it does not silence; neither in the next process. */
    @ParameterizedTest
    @CsvSource({"30, false", "-30, false", "30, true", "-30, true"})
    void theDayIsTuyasWhateverThisMachinesClockIsSetTo(int days, boolean restart) {
        tickets(1, 100);
        sweep(31, 100);
        wall.advance(Duration.ofDays(days));
        if (restart) {
            newProcess();
        }

        assertThat(sweep(31, 100)).isEmpty();
        pass(Duration.ofHours(24).minus(PERIOD).minus(PERIOD).minusSeconds(1));
        assertThat(sweep(31, 100)).isEmpty();
        assertThat(sweep(31, 100)).hasSize(30).allMatch(Departure::isGone);
    }

    @Test
    void whileTuyasClockIsNotKnownNothingIsConcluded() {
        tickets(1, 100);
        sweep(2, 100);
        detector = new DisappearanceDetector(versions, settings, new TuyaClock(new Clocks(wall, monotonic)), monotonic);

        assertThat(sweep(2, 100)).isEmpty();
        newProcess();
        assertThat(sweep(2, 100)).singleElement().matches(Departure::isGone);
    }

    /** A lie of Tuya's clock that has ended. */
    @Test
    void aMarkFromTheFutureWaitsForADayAcrossARestart() {
        IntStream.rangeClosed(1, 100)
                .forEach(i ->
                        mark(i, Absence.missing(START.plus(Duration.ofDays(30)).toEpochMilli(), 1)));

        assertThat(sweep(31, 100)).hasSize(30).noneMatch(Departure::isGone);
        pass(Duration.ofHours(12));
        newProcess();
        assertThat(sweep(31, 100)).isEmpty();
        pass(Duration.ofHours(12));
        assertThat(sweep(31, 100)).hasSize(30).allMatch(Departure::isGone);
    }

    /** 100 living ones: neither the tickets outside nor those that are gone make them fewer. */
    @ParameterizedTest
    @CsvSource({"OUTSIDE, 20, true", "OUTSIDE, 21, false", "GONE, 20, true", "GONE, 21, false"})
    void theBrakeIsMeasuredAgainstTicketsInView(Kind others, int missing, boolean told) {
        settings = TestSettings.tickets();
        newProcess();
        tickets(1, 100);
        IntStream.rangeClosed(101, 2_000)
                .forEach(
                        i -> mark(i, others == Kind.GONE ? Absence.missing(1, 1).gone() : Absence.OUTSIDE));
        sweep(missing + 1, 100);

        assertThat(sweep(missing + 1, 100)).hasSize(told ? missing : 0);
    }

    @Test
    void whatWasCountedAsGoneIsToldHoweverManyItIs() {
        IntStream.rangeClosed(1, 60).forEach(i -> mark(i, Absence.missing(1, 1).gone()));
        tickets(61, 100);

        assertThat(sweep(61, 100)).hasSize(60).allMatch(Departure::isGone);
    }

    /** Newest change first: T3 jumps to page 1 while page 2 is fetched, and T2 is pushed there. */
    @Test
    void aWalkThatMovedTellsNothingThoughTheCountFits() {
        tickets(1, 4);
        for (int sweep = 0; sweep < 3; sweep++) {
            assertThat(detector.of(thatMovesInEachWalk()).departures()).isEmpty();
        }
        // What was missing before waits.
        mark(3, Absence.missing(START.toEpochMilli(), 1));
        Result absentees = detector.of(thatMovesInEachWalk());
        assertThat(absentees.departures()).isEmpty();
        assertThat(absentees.missing()).isEqualTo(1);
        assertThat(sweep(ticket(1), ticket(2), ticket(4))).singleElement().matches(Departure::isGone);
    }

    private Coverage thatMovesInEachWalk() {
        Coverage coverage = new Coverage(versions.tickets(), progress(), 0, totals);
        for (int walk = 0; walk < 2; walk++) {
            coverage.beginWalk();
            coverage.read(page(1, 3, true, ticket(1), ticket(2)));
            coverage.read(page(2, 3, false, ticket(2), ticket(4)));
            coverage.endWalk();
        }
        assertThat(coverage.isComplete()).isTrue();
        return coverage;
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
        assertThat(sweep(51, 100)).isEmpty();
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
    void whoAsksForAllTicketsNeedNotKnowTheFiltersOfAnEarlierVersion() {
        versions = new PublishedVersions();
        newProcess();
        tickets(1, 100);

        assertThat(sweep(2, 100)).singleElement().matches(departure -> !departure.isGone());
        assertThat(sweep(2, 100)).singleElement().matches(Departure::isGone);
    }

    @Test
    void withoutKnownFiltersNothingDisappearsFromSomeOfTheTickets() {
        versions = new PublishedVersions();
        settings = TestSettings.tickets("tickets.disappeared=publish", "tickets.product-ids=p1");
        newProcess();
        tickets(1, 100);

        assertThat(sweep(2, 100))
                .singleElement()
                .matches(departure -> departure.absence().is(Kind.OUTSIDE));
    }

    private void newProcess() {
        tuya = new TuyaClock(new Clocks(wall, monotonic));
        tuya.observe(tuyaTime.instant().toEpochMilli());
        totals = new Totals();
        detector = new DisappearanceDetector(versions, settings, tuya, monotonic);
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
        return absentees(first, last).missing();
    }

    /** What follows from a complete sweep that holds these tickets; it is noted, and a period goes by. */
    private List<Departure> sweep(int first, int last) {
        return sweep(entries(first, last));
    }

    private List<Departure> sweep(String... entries) {
        List<Departure> departures = absentees(entries).departures();
        for (Departure departure : departures) {
            boolean told = departure.isGone() && !settings.equals(TestSettings.tickets());
            Mark mark = told ? Mark.NONE : departure.mark().with(departure.absence());
            PublishedMarks.put(versions, departure.ticketNo(), mark);
        }
        pass(PERIOD);
        return departures;
    }

    private SweepProgress progress() {
        return new SweepProgress(new Clocks(wall, monotonic).now(), CallBudgets.none(), 0);
    }

    private Result absentees(int first, int last) {
        return absentees(entries(first, last));
    }

    private Result absentees(String... entries) {
        Coverage coverage = new Coverage(versions.tickets(), progress(), 0, totals);
        coverage.beginWalk();
        coverage.read(page(1, entries.length, false, entries));
        coverage.endWalk();
        assertThat(coverage.isComplete()).isTrue();
        return detector.of(coverage);
    }

    private void pass(Duration time) {
        Stream.of(wall, tuyaTime, monotonic).forEach(clock -> clock.advance(time));
    }

    private static String[] entries(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(DisappearanceDetectorTest::ticket)
                .toArray(String[]::new);
    }

    private static String ticket(int number) {
        return "{\"ticket_no\":\"T" + number + "\",\"update_time\":1000}";
    }
}
