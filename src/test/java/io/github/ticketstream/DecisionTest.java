package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.Decision.Kind;
import io.github.ticketstream.ops.TestStatus;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.KnownTicket;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.Mark.Content;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.sweep.TestSweeps;
import io.github.ticketstream.tuya.ListEntries;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from an entry {@code {"ticket_no":"T1","update_time":1000,"a":1}}, in a full sweep. */
final class DecisionTest {
    private static final String COUNT = "tickets.silent-changes=count";
    private static final String PUBLISH = "tickets.silent-changes=publish";
    private static final Mark SAME_TIME = Mark.of(1000);
    private static final Mark NEWER = Mark.of(1001);
    private static final Mark OLDER = Mark.of(999);

    private String entry = "{\"ticket_no\":\"T1\",\"update_time\":1000,\"a\":1}";
    private boolean skipsNew;

    @ParameterizedTest
    @ValueSource(strings = {COUNT, PUBLISH})
    void whatIsNewOrNewerIsPublishedWithItsContent(String silent) {
        for (Mark mark : new Mark[] {Mark.NONE, OLDER, OLDER.asSkipped(), OLDER.with(Absence.OUTSIDE)}) {
            assertThat(decide(silent, mark))
                    .isEqualTo(new Outcome(Kind.PUBLISH, SAME_TIME.with(content(silent)), "", false));
        }
    }

    @Test
    void aFirstRunThatSkipsOnlyNotesWhatIsNew() {
        skipsNew = true;

        assertThat(decide(PUBLISH, Mark.NONE))
                .isEqualTo(
                        new Outcome(Kind.NOTE, SAME_TIME.with(content(PUBLISH)).asSkipped(), "", false));
        assertThat(decide(PUBLISH, OLDER.asSkipped()).kind()).isEqualTo(Kind.PUBLISH);
    }

    @ParameterizedTest
    @ValueSource(strings = {COUNT, PUBLISH})
    void whatIsOlderIsDropped(String silent) {
        assertThat(decide(silent, NEWER)).isEqualTo(new Outcome(Kind.DROP, NEWER, "", false));
    }

    @Test
    void aMarkThatDoesNotKnowTheContentLearnsItOnlyWhereContentsArePublished() {
        assertThat(decide(COUNT, SAME_TIME).kind()).isEqualTo(Kind.DROP);
        assertThat(decide(COUNT, SAME_TIME.with(new Content(1, 77))).kind()).isEqualTo(Kind.DROP);

        for (Mark mark : new Mark[] {SAME_TIME, SAME_TIME.with(new Content(1, 77)), SAME_TIME.asSkipped()}) {
            assertThat(decide(PUBLISH, mark))
                    .as("of other settings, or of none")
                    .isEqualTo(new Outcome(Kind.NOTE, mark.with(content(PUBLISH)), "", false));
        }
    }

    @Test
    void anotherContentUnderTheSameTimeIsPublishedOrCounted() {
        int settings = content(PUBLISH).settings();

        assertThat(decide(PUBLISH, SAME_TIME.asSkipped().with(new Content(1, settings))))
                .isEqualTo(new Outcome(Kind.PUBLISH, SAME_TIME.with(content(PUBLISH)), "", true));
        assertThat(decide(PUBLISH, SAME_TIME.with(content(PUBLISH))))
                .isEqualTo(new Outcome(Kind.DROP, SAME_TIME.with(content(PUBLISH)), "", false));

        KnownTicket seen = KnownTicket.of(SAME_TIME);
        seen.learn(1000, new Content(1, 0), 1);
        assertThat(decide(COUNT, seen)).isEqualTo(new Outcome(Kind.DROP, SAME_TIME, "", true));
        seen.learn(1000, content(COUNT), 1);
        assertThat(decide(COUNT, seen)).isEqualTo(new Outcome(Kind.DROP, SAME_TIME, "", false));
    }

    @Test
    void whatIsTooLargeIsADeadLetterUnlessNothingWouldBeWritten() {
        entry = entry.replace(":1}", ":\"" + "x".repeat(5_000) + "\"}");

        assertThat(decide(COUNT, OLDER)).matches(decision -> decision.kind() == Kind.DEAD_LETTER);
        assertThat(decide(PUBLISH, SAME_TIME)).matches(decision -> decision.kind() == Kind.DEAD_LETTER);
        assertThat(decide(COUNT, SAME_TIME).kind()).isEqualTo(Kind.DROP);
        assertThat(decide(COUNT, NEWER).kind()).isEqualTo(Kind.DROP);
    }

    private record Outcome(Kind kind, Mark mark, String defect, boolean silent) {}

    private Outcome decide(String silent, Mark known) {
        return decide(silent, KnownTicket.of(known));
    }

    private Outcome decide(String silent, KnownTicket known) {
        Decision.Rules rules = new Decision.Rules(
                TestStreams.records(TestSettings.tickets(silent), 2_000, Clock.systemUTC()),
                TestSweeps.full(() -> null, new KnownTickets(), TestSweeps.frame(TestSweeps.progress())),
                skipsNew);
        Decision decision = rules.decide(version(silent), known);
        return new Outcome(decision.kind(), decision.mark(), decision.defect(), decision.silent());
    }

    private Content content(String silent) {
        return version(silent).content();
    }

    private SilentChanges.Version version(String silent) {
        TicketSettings settings = TestSettings.tickets(silent);
        return new SilentChanges(settings, new KnownTickets(), TestStatus.meters(Clock.systemUTC()))
                .of(ListEntries.entry(entry, 1));
    }
}
