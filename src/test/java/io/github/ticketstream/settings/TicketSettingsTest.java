package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.settings.ContentSettings.Silent;
import io.github.ticketstream.settings.TicketSettings.Disappeared;
import io.github.ticketstream.settings.TicketSettings.Filter;
import io.github.ticketstream.settings.TicketSettings.Standby;
import io.github.ticketstream.settings.TicketSettings.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TicketSettingsTest {

    @Test
    void nothingIsRequired() {
        assertThat(TicketSettings.from(TestSettings.only()))
                .isEqualTo(new TicketSettings(
                        Duration.ofSeconds(120),
                        Optional.empty(),
                        OptionalInt.empty(),
                        filter(List.of(), List.of(), List.of()),
                        false,
                        new ContentSettings(List.of(), List.of(), "", List.of(), Silent.COUNT),
                        Disappeared.COUNT,
                        new Topics(
                                "tuya.tickets",
                                "tuya.tickets.sweeps",
                                "tuya.tickets.state",
                                "tuya.tickets.dead-letter",
                                true,
                                3,
                                (short) -1),
                        "tuya-ticket-stream",
                        new Standby(false, Duration.ofSeconds(10)),
                        "//tuya/<data-center>/ticket/feedbacks"));
    }

    @Test
    void aStreamsNameStandsWhereNothingElseWasGiven() {
        TicketSettings acme = TestSettings.tickets("tickets.stream=acme");
        TicketSettings mixed = TestSettings.tickets(
                "tickets.stream=acme",
                "tickets.topic=tuya.tickets",
                "tickets.state-topic=s",
                "tickets.transactional-id=one",
                "tickets.event-source=//here");

        assertThat(acme.topics())
                .isEqualTo(new Topics(
                        "acme.tickets",
                        "acme.tickets.sweeps",
                        "acme.tickets.state",
                        "acme.tickets.dead-letter",
                        true,
                        3,
                        (short) -1));
        assertThat(acme.transactionalId()).isEqualTo("acme-ticket-stream");
        assertThat(acme.eventSource("eu")).isEqualTo("//acme/eu/ticket/feedbacks");
        assertThat(mixed.topics())
                .isEqualTo(new Topics(
                        "tuya.tickets", "acme.tickets.sweeps", "s", "acme.tickets.dead-letter", true, 3, (short) -1));
        assertThat(mixed.transactionalId()).isEqualTo("one");
        assertThat(mixed.eventSource("eu")).isEqualTo("//here");
    }

    @Test
    void everythingCanBeSet() {
        TicketSettings settings = TestSettings.tickets(
                "tickets.poll-period=1h30m",
                "tickets.full-sweep-period=24h",
                "tickets.page-size=1000",
                "tickets.product-ids=p1, p2",
                "tickets.category-path=a/b",
                "tickets.states=Cancelled,Finished,Pending,PendingUserConfirm,PendingUserFeedback,Processing,WaitingForDistribute",
                "tickets.first-run=skip",
                "tickets.drop-fields=content",
                "tickets.mask-fields=user_account , email",
                "tickets.mask-key=k3y",
                "tickets.silent-changes=publish",
                "tickets.ignore-fields=new_reply, is_operate",
                "tickets.disappeared=erase",
                "tickets.topic=t",
                "tickets.sweep-topic=w",
                "tickets.state-topic=s",
                "tickets.dead-letter-topic=d",
                "tickets.topics.create=false",
                "tickets.topics.partitions=12",
                "tickets.topics.replication-factor=3",
                "tickets.transactional-id=team-a/tickets:eu073d8cee7411b485",
                "tickets.standby=true",
                "camel.component.kafka.sessionTimeoutMs=6000",
                "tickets.event-source=//proxy/tickets");

        assertThat(settings)
                .isEqualTo(new TicketSettings(
                        Duration.ofMinutes(90),
                        Optional.of(Duration.ofHours(24)),
                        OptionalInt.of(1000),
                        filter(List.of("p1", "p2"), List.of("a/b"), TicketState.ALL),
                        true,
                        new ContentSettings(
                                List.of("content"),
                                List.of("user_account", "email"),
                                "k3y",
                                List.of("new_reply", "is_operate"),
                                Silent.PUBLISH),
                        Disappeared.ERASE,
                        new Topics("t", "w", "s", "d", false, 12, (short) 3),
                        "team-a/tickets:eu073d8cee7411b485",
                        new Standby(true, Duration.ofSeconds(6)),
                        "//proxy/tickets"));
    }

    private static Filter filter(List<String> products, List<String> path, List<String> states) {
        return new Filter(
                Map.of(ApiFilter.PRODUCT_IDS, products, ApiFilter.CATEGORY_PATH, path, ApiFilter.STATES, states));
    }

    /** As it stands on the state topics of streams that run. */
    @Test
    void theFingerprintOfFiltersIsTheSameForEver() {
        assertThat(TestSettings.tickets().filter().fingerprint()).isEqualTo("073d8cee7411b485");
        assertThat(TestSettings.tickets(
                                "tickets.product-ids=p2,p1",
                                "tickets.category-path=b,a",
                                "tickets.states=Pending,Finished")
                        .filter()
                        .fingerprint())
                .isEqualTo("8f576c8a373e5b34");
    }

    @ParameterizedTest
    @CsvSource({"100ms, 100", "30s, 30000", "2m, 120000", "1h30m, 5400000", "1d, 86400000", "7d, 604800000"})
    void durationsAreReadWithTheirUnits(String given, long millis) {
        assertThat(TestSettings.tickets("tickets.poll-period=" + given).pollPeriod())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void theMaskKeyIsNotPrinted() {
        TicketSettings settings = TestSettings.tickets("tickets.mask-fields=email", "tickets.mask-key=k3y");

        assertThat(settings.content()).hasToString("ContentSettings[dropFields=[], maskFields=[email]]");
        assertThat(settings.toString()).doesNotContain("k3y");
    }
}
