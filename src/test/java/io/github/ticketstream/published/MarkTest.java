package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.published.Mark.Content;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    private static final String HASH = "0123456789abcdef01234567";
    private static final Content CONTENT = new Content(0x0123_4567_89ab_cdefL, 0x0123_4567);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1638356077881",
                "253402300799999",
                "1000:skipped",
                "1000:" + HASH,
                "1000:skipped:" + HASH,
                "1000:outside",
                "1000:" + HASH + ":missing.1700000000001.1699999999999.t",
                "1000:missing.0.1699999999999.t",
                "1000:skipped:" + HASH + ":gone.1699999200000.1699999200000"
            })
    void whatIsReadIsWrittenAgain(String text) {
        assertThat(text(Mark.read(bytes(text)))).isEqualTo(text);
    }

    @Test
    void eachWordIsRead() {
        Mark mark = Mark.read(bytes("1000:skipped:" + HASH + ":missing.17.16.t"));

        assertThat(mark).isEqualTo(Mark.of(1000).asSkipped().with(CONTENT).with(Absence.missing(17, 16)));
        assertThat(mark.isPublished()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000:",
                "1000:a:b",
                "1000:what",
                "1000::",
                "1000:missing",
                "1000:missing.1",
                "1000:missing.1.2",
                "1000:missing.1.2.3",
                "1000:missing.1.2.t.t",
                "1000:gone.1.2.t",
                "1000:missing.01.2.t",
                "1000:gone.x.1",
                "1000:missing.-1.2",
                "1000:ABCDEF",
                "1000:missing.01.2",
                "1000:0123"
            })
    void wordsThatAreNotKnownAreIgnored(String text) {
        assertThat(Mark.read(bytes(text))).isEqualTo(Mark.of(1000));
    }

    /** What a departure that rested on a mark would be, if somebody had taken that mark away. */
    @Test
    void aMarkWithoutAnUpdateTimeSaysNothingAndIsNotWritten() {
        Mark mark = Mark.NONE.asSkipped().with(CONTENT).with(Absence.missing(17, 16));

        assertThat(mark).isEqualTo(Mark.NONE);
        assertThat(mark.toBytes()).isNull();
        assertThat(Mark.of(-5)).isEqualTo(Mark.NONE);
    }

    @Test
    void contentsThatCantBeComparedDoNotDiffer() {
        Content other = new Content(1, CONTENT.settings());

        assertThat(CONTENT.differsFrom(other)).isTrue();
        assertThat(CONTENT.differsFrom(new Content(CONTENT.hash(), CONTENT.settings())))
                .isFalse();
        assertThat(CONTENT.differsFrom(new Content(1, 2))).isFalse();
        assertThat(new Content(1, 0).differsFrom(new Content(2, 0))).isTrue();
        assertThat(new Content(1, 0).differsFrom(Content.UNKNOWN)).isFalse();
        assertThat(Content.UNKNOWN.differsFrom(new Content(1, 0))).isFalse();
    }

    /** It would tell another process something that this one can't compare. */
    @Test
    void noMarkHoldsALocalContent() {
        Mark mark = Mark.of(1000).with(CONTENT);

        assertThat(mark.with(new Content(1, 0))).isEqualTo(mark);
    }

    @Test
    void aTicketThatIsGoneIsKnownToTheHour() {
        assertThat(Absence.missing(1_700_000_000_001L, 1_699_999_999_999L).gone())
                .hasToString("gone.1699999200000.1699999200000");
    }

    private static String text(Mark mark) {
        return new String(mark.toBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
