package io.github.ticketstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "'a\u001b[31mb', a?[31mb",
        "'a\u0000b', a?b",
        "'a\u009bb', a?b",
        "'first\r\nsecond\tthird', first second third",
        "'a\u2028b\u2029c\u0085d', a b c d",
        "'a\u202eb\u2066c\u200fd\u061ce', a?b?c?d?e",
        "'\ufeffa\u200bb', ?a?b",
        "'a\ud800b', a?b",
        "工单-1 ✓ 💡, 工单-1 ✓ 💡"
    })
    void whatCouldHarmIsReplacedAndNothingElse(String text, String printable) {
        assertThat(Printable.of(text)).isEqualTo(printable);
    }

    @Property
    void nothingThatMovesACursorIsLeft(@ForAll String text) {
        assertThat(Printable.of(text)).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}].*");
    }

    @Test
    void whatIsAsLongAsATokenIsLeftOut() {
        assertThat(Printable.withoutSecrets(
                        "Invalid header: 3f4eda2bdec17232f67c0b188af3eec1 from openapi-weaz.tuyaeu.com"))
                .isEqualTo("Invalid header: … from openapi-weaz.tuyaeu.com");
    }

    @Test
    void whatIsTooLongIsCutAndWhatIsNotThereStaysSo() {
        assertThat(Printable.of("abcdef", 3)).isEqualTo("abc…");
        assertThat(Printable.of("abc", 3)).isEqualTo("abc");
        assertThat(Printable.of(null)).isNull();
        assertThat(Printable.withoutSecrets(null)).isNull();
    }
}
