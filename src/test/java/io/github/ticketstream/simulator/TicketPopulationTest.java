package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class TicketPopulationTest {

    private final MutableClock clock = new MutableClock(Instant.ofEpochMilli(1_700_000_000_000L));
    private final TicketPopulation inserted = new TicketPopulation(clock, TicketOrder.INSERTION);
    private final TicketPopulation newestFirst = new TicketPopulation(clock, TicketOrder.RECENTLY_UPDATED_FIRST);

    @Test
    void anUpdateTakesTheClocksTimeAndTheNextState() {
        inserted.addJson("{\"ticket_no\":\"A\",\"update_time\":1,\"state_code\":\"Pending\"}");

        SimulatedTicket updated = inserted.update("A");

        assertThat(updated.json())
                .isEqualTo("{\"ticket_no\":\"A\",\"update_time\":1700000000000,\"state_code\":\"Processing\"}");
        assertThat(inserted.get("A")).isSameAs(updated);
    }

    @Test
    void updateTimesRiseEvenWhenTheClockDoesNot() {
        inserted.add("A", 1_800_000_000_000L);

        assertThat(inserted.update("A").updateTime()).isEqualTo(1_800_000_000_001L);
        assertThat(inserted.update("A").updateTime()).isEqualTo(1_800_000_000_002L);
    }

    @Test
    void anUpdateKeepsEveryOtherByteAndWhatIsBesideTheText() {
        String json = "{ \"a\":[1.50, {\"update_time\":7}] , \"update_time\" : 5 ,\"ticket_no\":\"A\","
                + "\"state_name\":null,\"n\":100000000000000000000.10}";
        inserted.add(SimulatedTicket.of(json).inProduct("p1").inCategory("1,2"));

        SimulatedTicket updated = inserted.update("A");

        assertThat(updated.json())
                .isEqualTo("{ \"a\":[1.50, {\"update_time\":7}] , \"update_time\" : 1700000000000 ,\"ticket_no\":\"A\","
                        + "\"state_name\":\"Processing\",\"n\":100000000000000000000.10}");
        assertThat(updated.productId()).isEqualTo("p1");
        assertThat(updated.categoryPath()).isEqualTo("1,2");
    }

    @Test
    void insertionOrderKeepsPlacesOnUpdate() {
        addThree(inserted);

        inserted.update("B");

        assertThat(numbers(inserted)).containsExactly("A", "B", "C");
    }

    @Test
    void newestFirstMovesUpdatedTicketsToTheFront() {
        addThree(newestFirst);
        assertThat(numbers(newestFirst)).containsExactly("C", "B", "A");

        newestFirst.update("A");
        clock.advance(Duration.ofMillis(1));
        newestFirst.update("B");

        assertThat(numbers(newestFirst)).containsExactly("B", "A", "C");
    }

    @Test
    void ticketsCanBeMovedAndRemoved() {
        addThree(inserted);

        inserted.moveToFront("C");
        inserted.remove("A");

        assertThat(numbers(inserted)).containsExactly("C", "B");
        assertThatThrownBy(() -> inserted.update("A")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void garbageTakesAPlaceInTheListButIsNoTicket() {
        inserted.add("A", 1);
        inserted.addGarbage("42");
        inserted.addGarbage(inserted.get("A").json()); // the same ticket a second time

        inserted.update("A");

        assertThat(inserted.size()).isEqualTo(3);
        assertThat(inserted.snapshot()).extracting(SimulatedTicket::updateTime).containsExactly(clock.millis(), 0L, 1L);
    }

    @Test
    void refusesNumbersTakenAndTextsThatAreNoTickets() {
        inserted.add("A", 1);

        for (String json : List.of(
                "{\"ticket_no\":\"A\",\"update_time\":2}",
                "{\"ticket_no\":7,\"update_time\":2}",
                "{\"ticket_no\":\"B\",\"update_time\":\"2\"}",
                "{\"ticket_no\":\"B\"}",
                "[]",
                "{")) {
            assertThatThrownBy(() -> inserted.addJson(json)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(inserted.size()).isEqualTo(1);
    }

    @Test
    void generatedTicketsAreRepeatableAndDiverse() {
        inserted.addGenerated(500, 1);
        newestFirst.addGenerated(500, 1);

        assertThat(inserted.snapshot()).containsExactlyInAnyOrderElementsOf(newestFirst.snapshot());
        assertThat(inserted.snapshot())
                .allMatch(ticket -> ticket.updateTime() <= clock.millis())
                .anyMatch(ticket -> ticket.json().contains("\"handler\":null"))
                .anyMatch(ticket -> !ticket.json().contains("\"handler\":"))
                .anyMatch(ticket -> ticket.json().contains("💡"));
        assertThat(inserted.snapshot()).extracting(SimulatedTicket::stateCode).contains("Finished", "Pending");
        inserted.addGenerated(500, 2); // other numbers
    }

    @Test
    void livingPopulationGrowsAndChanges() {
        inserted.addGenerated(10, 1);
        List<SimulatedTicket> before = inserted.snapshot();

        LivingPopulation living = LivingPopulation.start(inserted, Duration.ofNanos(100_000), 3);
        while (living.changes() < 200) {
            Thread.onSpinWait();
        }
        living.close();

        long changes = living.changes();
        List<SimulatedTicket> after = inserted.snapshot();
        assertThat(after.size()).isGreaterThan(before.size());
        assertThat(after.subList(0, 10)).isNotEqualTo(before);
        assertThat(living.changes()).isEqualTo(changes);
    }

    private static void addThree(TicketPopulation population) {
        population.add("A", 1);
        population.add("B", 2);
        population.add("C", 3);
    }

    private static List<String> numbers(TicketPopulation population) {
        return population.snapshot().stream().map(SimulatedTicket::ticketNo).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "INSERTION, A B C D",
        "NEWEST_FIRST, D C B A",
        "RECENTLY_UPDATED_FIRST, B D C A",
    })
    void anOrderSaysWhereNewTicketsAndChangedOnesStand(TicketOrder order, String expected) {
        TicketPopulation tickets = new TicketPopulation(clock, order);
        for (String number : List.of("A", "B", "C", "D")) {
            tickets.add(number, clock.millis());
            clock.advance(Duration.ofSeconds(1));
        }

        tickets.update("B");

        assertThat(numbers(tickets)).containsExactly(expected.split(" "));
    }

    @Test
    void anArbitraryOrderStaysAsItIsAndOneThatChangesEveryHourDoesNot() {
        TicketPopulation arbitrary = new TicketPopulation(clock, TicketOrder.ARBITRARY);
        TicketPopulation changing = new TicketPopulation(clock, TicketOrder.CHANGES_EVERY_HOUR);
        arbitrary.addGenerated(50, 1);
        changing.addGenerated(50, 1);
        List<String> before = numbers(arbitrary);
        List<String> beforeTheHour = numbers(changing);
        arbitrary.update(before.get(40));
        assertThat(numbers(arbitrary)).isEqualTo(before);

        clock.advance(Duration.ofHours(1));

        assertThat(numbers(arbitrary)).isEqualTo(before);
        assertThat(numbers(changing)).isNotEqualTo(beforeTheHour).containsExactlyInAnyOrderElementsOf(beforeTheHour);
    }

    @Test
    void aListThatHasGrownForYearsIsMostlyClosedAndOnlyItsOpenTicketsChange() {
        TicketPopulation tickets = new TicketPopulation(clock, TicketOrder.INSERTION);
        tickets.addMostlyClosed(100, 0.05, 1);
        TicketFilter open = new TicketFilter(Set.of(), "", Set.of("Processing"));
        assertThat(tickets.page(open, 1, 100).total()).isEqualTo(5);

        SimulatedTicket changed = tickets.updateOpen(new Random(1)).orElseThrow();

        assertThat(numbers(tickets).indexOf(changed.ticketNo())).isGreaterThanOrEqualTo(95);
    }
}
