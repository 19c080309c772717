package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ticketstream.published.Mark.Content;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class KnownTicketsTest {
    private static final Mark VERSION = Mark.of(1000);
    /** As it is compared within this process, and as marks have it. */
    private static final Content COUNTED = new Content(5, 0);

    private static final Content PUBLISHED = new Content(5, 77);

    private final KnownTickets tickets = new KnownTickets();

    @Test
    void theStateBeforeIsToldUnlessItIsALongText() {
        assertThat(tickets.putState("T1", "open")).isEmpty();
        assertThat(tickets.putState("T1", "closed")).isEqualTo("open");

        tickets.putState("T2", "x".repeat(101));
        assertThat(tickets.putState("T2", "")).isEmpty();
    }

    @Test
    void aVersionIsTheSameOnlyWithTheBytesThatWereLearnt() {
        for (Content content : List.of(COUNTED, PUBLISHED)) {
            KnownTicket ticket = KnownTicket.of(VERSION.with(content));
            assertThat(ticket.isSame(1000, 7)).isFalse();

            ticket.learn(999, content, 7);
            assertThat(ticket.isSame(1000, 7)).isFalse();
            ticket.learn(1000, content, 7);
            assertThat(ticket.isSame(1000, 7)).isTrue();
            assertThat(ticket.isSame(1000, 8)).isFalse();
            assertThat(ticket.isSame(1001, 7)).isFalse();
            assertThat(ticket.content()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @MethodSource("nextMarks")
    void whatWasSeenOfTheContentStaysForAsLongAsTheMarkSaysTheSame(Content learnt, Mark next, Content after) {
        KnownTicket ticket = KnownTicket.of(VERSION.with(learnt));
        ticket.learn(1000, learnt, 7);

        ticket.set(VERSION.with(learnt));
        assertThat(ticket.isSame(1000, 7)).isTrue();
        assertThat(ticket.content()).isEqualTo(learnt);

        ticket.set(next);
        assertThat(ticket.content()).isEqualTo(after);
        assertThat(ticket.isSame(next.updateTime(), 7)).isFalse();
    }

    private static Stream<Arguments> nextMarks() {
        Content other = new Content(6, 77);
        return Stream.of(
                arguments(COUNTED, Mark.of(2000), Content.UNKNOWN), arguments(PUBLISHED, VERSION.with(other), other));
    }

    /** Of a stream that has published silent changes and only counts them now. */
    @Test
    void whatIsOnlyCountedIsComparedWithWhatThisProcessSawWhateverMarksSay() {
        KnownTicket ticket = KnownTicket.of(VERSION.with(PUBLISHED));

        ticket.learn(1000, COUNTED, 7);
        ticket.set(VERSION.with(PUBLISHED));

        assertThat(ticket.content()).isEqualTo(COUNTED);
        assertThat(ticket.isSame(1000, 7)).isTrue();
        assertThat(ticket.mark()).isEqualTo(VERSION.with(PUBLISHED));
    }

    /** A process may learn late that its transaction was committed, when another one has already published something else. */
    @Test
    void whatAProcessBelievesDoesNotReplaceWhatAMarkSays() {
        KnownTicket ticket = KnownTicket.of(VERSION.with(new Content(6, 77)));

        ticket.learn(1000, PUBLISHED, 7);

        assertThat(ticket.content()).isEqualTo(new Content(6, 77));
        assertThat(ticket.isSame(1000, 7)).isFalse();
    }

    @Test
    void anAbsentTicketIsNeverTheSame() {
        KnownTicket ticket = KnownTicket.of(VERSION.with(Absence.missing(5, 4)));

        ticket.learn(1000, COUNTED, 7);

        assertThat(ticket.isSame(1000, 7)).isFalse();
    }

    /** A replica that has just lost its election may still read a page while it already reads the state topic. */
    @Test
    void twoThreadsDoNotSpoilEachOthersTickets() {
        CompletableFuture<Void> follower = CompletableFuture.runAsync(
                () -> IntStream.range(0, 200_000).forEach(i -> tickets.setMark("followed-" + i, VERSION)));

        int walk = tickets.nextWalk();
        IntStream.range(0, 200_000).forEach(i -> tickets.see("seen-" + i, walk));
        tickets.unseenSince(walk).forEach(number -> assertThat(number).startsWith("followed-"));
        follower.join();

        assertThat(IntStream.range(0, 200_000)
                        .filter(i -> !tickets.mark("followed-" + i).equals(VERSION)))
                .isEmpty();
        assertThat(IntStream.range(0, 200_000).filter(i -> !tickets.isSeen("seen-" + i, walk)))
                .isEmpty();
    }
}
