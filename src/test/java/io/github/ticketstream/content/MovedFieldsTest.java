package io.github.ticketstream.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MovedFieldsTest {
    private final MovedFields fields = new MovedFields();

    @Test
    void changedAddedAndRemovedFieldsAreNamed() {
        fields.note("T1", content(Map.of("a", "1", "b", "2", "c", "3")));
        fields.moved("T1", content(Map.of("a", "1", "b", "0", "d", "4")));

        assertThat(fields.names()).containsExactly("b", "c", "d");
    }

    @Test
    void theNextChangeIsComparedWithTheLastOne() {
        fields.note("T1", content(Map.of("a", "1", "b", "2")));
        fields.note("T1", content(Map.of("a", "2", "b", "2")));
        fields.moved("T1", content(Map.of("a", "2", "b", "3")));

        assertThat(fields.names()).containsExactly("b");
    }

    @Test
    void ofATicketThatIsNotKnownNoFieldIsNamed() {
        fields.moved("T1", content(Map.of("a", "1")));
        assertThat(fields.names()).isEmpty();

        fields.moved("T1", content(Map.of("a", "2")));
        assertThat(fields.names()).containsExactly("a");
    }

    @Test
    void aNameThatComesFromOutsideIsMadeSafe() {
        fields.note("T1", content(Map.of("a\nb" + "x".repeat(100), "1")));
        fields.moved("T1", content(Map.of("a\nb" + "x".repeat(100), "2")));

        assertThat(fields.names().first()).startsWith("a bxx").hasSizeLessThan(70);
    }

    @Test
    void moreFieldsThanItRemembersDoNotSpoilIt() {
        TreeMap<String, String> many = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            many.put("field-" + i, "1");
        }
        fields.note("T0", content(many));
        fields.moved("T0", content(Map.of("a", "2")));
        assertThat(fields.names()).hasSizeBetween(60, 64);
    }

    @Test
    void ofTooManyTicketsItRemembersThoseThatCameLast() {
        fields.note("again", content(Map.of("a", "1")));
        for (int i = 0; i < 2_000; i++) {
            fields.note("T" + i, content(Map.of("b", "1")));
            if (i == 1_500) {
                fields.note("again", content(Map.of("a", "1")));
            }
        }
        fields.moved("T1", content(Map.of("b", "2")));
        assertThat(fields.names()).isEmpty();

        fields.moved("again", content(Map.of("a", "2")));
        fields.moved("T1999", content(Map.of("b", "2")));
        assertThat(fields.names()).containsExactly("a", "b");
    }

    private Map<String, Integer> content(Map<String, String> members) {
        return new TicketContent(new TreeMap<>(members)).fieldHashes();
    }
}
