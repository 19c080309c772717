package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.pace.Region;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.DisappearanceDetector.Departure;
import io.github.ticketstream.sweep.ListObservations;
import io.github.ticketstream.sweep.PartialSweep;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.sweep.TestSweeps;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.PageSize;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of marks that say that a ticket is absent. */
final class PublicationTest {
    private static final String SAME = "{\"ticket_no\":\"T1\",\"update_time\":1000}";
    private static final String OTHER = "{\"ticket_no\":\"T1\",\"update_time\":1000,\"a\":1}";
    private static final String OLDER = "{\"ticket_no\":\"T1\",\"update_time\":999}";
    private static final int FINGERPRINT =
            TestSettings.tickets("tickets.silent-changes=publish").content().fingerprint();
    private static final Absence MISSING = Absence.missing(5, 4);

    private final TicketSettings settings = TestSettings.tickets("tickets.disappeared=publish");
    private final PublishedState published = new PublishedState(null, settings);
    private final TransactionSize size = new TransactionSize();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private enum Kind {
        FULL,
        PARTIAL
    }

    /** Two sweeps in a row: whatever shows in between that it is in the list ends the row. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                SAME,
                "{\"ticket_no\":\"T1\",\"update_time\":1000,\"a\":\"too large\"}",
                "{\"ticket_no\":\"T1\",\"update_time\":2000}",
                "{\"ticket_no\":\"T1\",\"update_time\":999}",
                "{\"ticket_no\":\"T1\"}",
                "{\"ticket_no\":\"T1\",\"update_time\":\"soon\"}"
            })
    void aTicketThatWasMissingIsBackHoweverItIsSeen(String entry) {
        for (Kind kind : Kind.values()) {
            mark(Mark.of(1000).with(MISSING));

            String mark =
                    marks(kind, entry.replace("too large", "x".repeat(5_000))).get("T1");

            assertThat(mark).as(kind.toString()).isIn("1000", "2000");
        }
    }

    @Test
    void whatWasToldBeforeToBeNoTicketEndsTheRowAsWell() {
        String entry = "{\"ticket_no\":\"T1\"}";
        String deadLetter = marks(Kind.FULL, entry).keySet().iterator().next();
        PublishedMarks.put(published.versions(), deadLetter, Mark.of(1));
        mark(Mark.of(1000).with(MISSING));

        assertThat(marks(Kind.FULL, entry)).isEqualTo(Map.of("T1", "1000"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOutsideIsInsideWhenAFullSweepSeesIt(Kind kind) {
        mark(Mark.of(1000).with(Absence.OUTSIDE));

        String mark = marks(kind, SAME).get("T1");

        assertThat(mark).isEqualTo(kind == Kind.FULL ? "1000" : null);
    }

    @Test
    void aDepartureIsDroppedWhenItsMarkIsAnotherOneByNow() {
        Mark missed = Mark.of(1000);
        mark(missed);
        assertThat(marks(departure(missed))).containsOnlyKeys("T1");

        for (Mark other : List.of(Mark.NONE, Mark.of(2000), Mark.of(1000).asSkipped(), missed.with(Absence.OUTSIDE))) {
            mark(other);
            assertThat(marks(departure(missed))).as(other.toString()).isEmpty();
        }
    }

    @Test
    void whatWasOnlySkippedIsForgottenAndNotTold() {
        Mark skipped = Mark.of(1000).asSkipped().with(MISSING);
        mark(skipped);

        List<Message> messages =
                messages(Batch.ofDepartures(List.of(new Departure("T1", skipped, MISSING.gone())), sweep(Kind.FULL)));

        assertThat(messages.stream().filter(message -> "T1".equals(key(message))))
                .singleElement()
                .matches(message -> message.getBody() == null)
                .matches(message ->
                        message.getHeader(KafkaConstants.OVERRIDE_TOPIC).equals("tuya.tickets.state"));
    }

    /** A page that was requested ahead may be older than the page before it, if that one failed once. */
    @Test
    void ofAPageThatMayBeOlderThanAChangeNothingIsPublishedAndNothingSaid() {
        Publication publication = publication(TestSettings.tickets("tickets.silent-changes=publish"));
        Sweep sweep = sweep(Kind.FULL);
        mark(Mark.of(998));
        try (CapturedLog log = CapturedLog.of(Publication.class.getName())) {
            assertThat(left(publication, sweep, SAME, 30, 40)).hasSize(1);
            assertThat(left(publication, sweep, OTHER, 10, 20)).isEmpty();
            assertThat(left(publication, sweep, OTHER, 39, 50)).isEmpty();
            assertThat(left(publication, sweep, OLDER, 10, 20)).isEmpty();
            assertThat(left(publication, sweep, "{\"ticket_no\":\"T1\"}", 10, 20))
                    .hasSize(1);
            assertThat(left(publication, sweep, SAME.replace("1000", "2000"), 10, 20))
                    .hasSize(1);
            assertThat(log.events()).isEmpty();
            assertThat(registry.get("tickets.older").counter().count()).isEqualTo(1);
        }
    }

    /** Such as the second walk, or the list of open tickets behind page 1. */
    @Test
    void ofAPageThatWasAskedForAfterAChangeCameEachChangeIsPublished() {
        Publication publication = publication(TestSettings.tickets("tickets.silent-changes=publish"));
        Sweep sweep = sweep(Kind.FULL);
        mark(Mark.of(1000).with(new Mark.Content(1, FINGERPRINT)));
        try (CapturedLog log = CapturedLog.of(Publication.class.getName())) {
            assertThat(left(publication, sweep, SAME, 10, 20)).hasSize(1);
            assertThat(left(publication, sweep, OTHER, 20, 30)).hasSize(1);
            assertThat(left(publication, sweep, SAME, 29, 40)).isEmpty();
            assertThat(left(publication, sweep, SAME, 30, 40)).hasSize(1);
            assertThat(left(publication, sweep, OLDER, 40, 50)).isEmpty();
            assertThat(log.events()).hasSize(1);
        }
    }

    @Test
    void aSweepKnowsNothingOfTheChangesThatTheOneBeforeSaw() {
        Publication publication = publication(TestSettings.tickets("tickets.silent-changes=publish"));
        mark(Mark.of(998));

        assertThat(left(publication, sweep(Kind.FULL), SAME, 30, 40)).hasSize(1);
        assertThat(left(publication, sweep(Kind.FULL), OTHER, 10, 20)).hasSize(1);
    }

    private static List<Decision> left(Publication publication, Sweep sweep, String entry, long askedAt, long cameAt) {
        return publication.dropUnchanged(Batch.of(List.of(ListEntries.entry(entry, askedAt, cameAt)), sweep), null);
    }

    private Batch departure(Mark from) {
        return Batch.ofDepartures(List.of(new Departure("T1", from, MISSING)), sweep(Kind.FULL));
    }

    private void mark(Mark mark) {
        PublishedMarks.put(published.versions(), "T1", Mark.NONE);
        PublishedMarks.put(published.versions(), "T1", mark);
    }

    private Map<String, String> marks(Kind kind, String entry) {
        return marks(Batch.of(List.of(ListEntries.entry(entry, 1)), sweep(kind)));
    }

    /** Key → value of what is written to the state topic about tickets and dead letters. */
    private Map<String, String> marks(Batch batch) {
        return messages(batch).stream()
                .filter(message ->
                        message.getHeader(KafkaConstants.OVERRIDE_TOPIC).equals("tuya.tickets.state"))
                .filter(message -> !key(message).startsWith("stream/"))
                .collect(Collectors.toMap(
                        PublicationTest::key,
                        message -> new String(message.getBody(byte[].class), StandardCharsets.UTF_8)));
    }

    /** Of a transaction that is given up afterwards. */
    private List<Message> messages(Batch batch) {
        Publication publication = publication(settings);
        publication.dropUnchanged(batch, null).forEach(publication::add);
        return publication.records();
    }

    private Publication publication(TicketSettings its) {
        Clock clock = Clock.systemUTC();
        return new Publication(
                published, TestStreams.records(its, 2_000, clock), new StreamMeters(registry, clock), size);
    }

    private static String key(Message message) {
        return message.getHeader(KafkaConstants.KEY, String.class);
    }

    private Sweep sweep(Kind kind) {
        Sweep.Frame frame = new Sweep.Frame(TestSweeps.progress(), size, () -> false);
        return kind == Kind.FULL
                ? TestSweeps.full(() -> null, published.versions().tickets(), frame)
                : new PartialSweep(
                        new Poll(EnumSet.noneOf(Region.class), 0),
                        null,
                        new ListObservations(
                                PageSize.of(100), published.versions().tickets()),
                        frame);
    }
}
