package io.github.ticketstream.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TicketLineTest {
    private final ConsumerRecord<String, String> record = new ConsumerRecord<>(
            "tickets",
            0,
            0,
            "FBAY20240626000001",
            "{\"state_code\":\"Pending\",\"product_name\":\"智能摄像机 Pro\",\"description\":\"Goes offline\\n\\tevery night.\"}");

    @Test
    void showsATicketInColumns() {
        record.headers().add("ce_type", "io.github.ticketstream.ticket.discovered.v1".getBytes(UTF_8));

        assertThat(line(false).substring("HH:mm:ss.SSS".length()))
                .isEqualTo(
                        "  FBAY20240626000001  discovered   Pending               智能摄像机 Pro      Goes offline every night.");
    }

    @Test
    void standsUnderItsTitles() {
        record.headers().add("ce_type", "io.github.ticketstream.ticket.updated.v1".getBytes(UTF_8));

        String titles = TicketLine.titles();
        assertThat(line(false).indexOf("FBAY")).isEqualTo(titles.indexOf("TICKET"));
        assertThat(line(false).indexOf("updated")).isEqualTo(titles.indexOf("CHANGE"));
        assertThat(line(false).indexOf("Pending")).isEqualTo(titles.indexOf("STATE"));
        // The three Han characters more than the product's width take the place of three blanks.
        assertThat(line(false).indexOf("Goes")).isEqualTo(titles.indexOf("DESCRIPTION") - "智能摄像机".length());
    }

    @Test
    void coloursOnlyWhatChanged() {
        record.headers().add("ce_type", "io.github.ticketstream.ticket.updated.v1".getBytes(UTF_8));

        assertThat(line(true)).contains("\u001b[36mupdated    \u001b[0m");
        assertThat(line(false)).doesNotContain("\u001b");
    }

    @Test
    void tellsSilentChangesAndDisappearedTicketsApart() {
        record.headers().add("ce_type", "io.github.ticketstream.ticket.updated.v1".getBytes(UTF_8));
        record.headers().add("ce_silent", "true".getBytes(UTF_8));
        ConsumerRecord<String, String> tombstone = new ConsumerRecord<>("tickets", 0, 1, "FBAY20240626000002", null);
        tombstone.headers().add("ce_type", "io.github.ticketstream.ticket.disappeared.v1".getBytes(UTF_8));

        assertThat(line(false)).contains("  silent       Pending");
        assertThat(TicketLine.of(tombstone, new Screen(System.out, false))).endsWith("FBAY20240626000002  disappeared");
    }

    /** Such as a tombstone that is written by hand. */
    @Test
    void showsWhatSomebodyElseWroteAsForeign() {
        for (String value : new String[] {null, "no JSON", "{}"}) {
            ConsumerRecord<String, String> foreign = new ConsumerRecord<>("tickets", 0, 1, "FBAY20240626000002", value);

            assertThat(TicketLine.of(foreign, new Screen(System.out, false))).endsWith("FBAY20240626000002  foreign");
        }
    }

    @Test
    void cutsBetweenWords() {
        assertThat(TicketLine.fit("The device goes offline every night", 20)).isEqualTo("The device goes…    ");
        assertThat(TicketLine.fit("Incomprehensibilities", 10)).isEqualTo("Incompreh…");
        assertThat(TicketLine.fit("照明が反応しません。", 10)).isEqualTo("照明が反… ");
    }

    private String line(boolean colours) {
        return TicketLine.of(
                record, new Screen(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8), colours));
    }
}
