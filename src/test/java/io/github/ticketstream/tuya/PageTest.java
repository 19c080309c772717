package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long A_DAY = 86_400_000;

    @Test
    void theDocumentedExampleIsAPage() throws IOException {
        Page page = parse(Files.readString(Path.of("src/test/resources/example-reply.json")), 1);

        assertThat(page.number()).isEqualTo(1);
        assertThat(page.total()).isEqualTo(8);
        assertThat(page.hasMore()).isTrue();
        assertThat(page.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.json().text())
                        .startsWith("{\n")
                        .contains("\"ticket_no\": \"FBAY2021113****\"", "\"update_time\": 1638356077881")
                        .endsWith("\"new_reply\": 0\n            }"));
    }

    @Test
    void entriesAreKeptByteForByteWhateverTheyAre() {
        String list = "[ {\"a\" : 2.50} , 7,\"é\\\"]\" ,null,[[1], 2],false,123456789012345678901234567890 ]";

        Page page = result("{\"list\":" + list + ",\"total\":7,\"page_size\":50,\"has_more\":false}", 3);

        assertThat(page.entries())
                .extracting(entry -> entry.json().text())
                .containsExactly(
                        "{\"a\" : 2.50}",
                        "7",
                        "\"é\\\"]\"",
                        "null",
                        "[[1], 2]",
                        "false",
                        "123456789012345678901234567890");
        assertThat(page.number()).isEqualTo(3);
        assertThat(page.entries()).extracting(ListEntry::page).containsOnly(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"list\":null,\"total\":0,\"has_more\":false}",
                "{\"list\":null,\"has_more\":false}",
                "{\"list\":[],\"total\":0,\"has_more\":false}",
                "{\"list\":[],\"total\":\"0\",\"has_more\":false}"
            })
    void anEmptyListMayBeNull(String result) {
        Page page = result(result, 1);

        assertThat(page.entries()).isEmpty();
        assertThat(page.hasMore()).isFalse();
    }

    @Test
    void countsMayBeStringsOfDigits() {
        Page page =
                result("{\"list\":[1],\"page_no\":\"1\",\"page_size\":\"50\",\"total\":\"8\",\"has_more\":true}", 1);

        assertThat(page.numberInReply()).isEqualTo(1);
        assertThat(page.total()).isEqualTo(8);
    }

    /** The page's {@code t} is a day and more behind; the second column is what this machine's clock says. */
    @ParameterizedTest
    @CsvSource({"0, true", "86400000, true", "86400001, false", "250000000000000, false"})
    void anUpdateTimeMoreThanADayAheadIsADefect(long ahead, boolean isTicket) {
        String body = "{\"success\":true,\"t\":" + (NOW - 5 * A_DAY)
                + ",\"result\":{\"list\":[{\"ticket_no\":\"T1\",\"update_time\":" + (NOW + ahead)
                + "}],\"total\":1,\"has_more\":false}}";

        ListEntry entry = parse(body, 1).entries().get(0);

        assertThat(entry.isTicket()).isEqualTo(isTicket);
        if (!isTicket) {
            assertThat(entry.defect()).isEqualTo("update_time is more than a day ahead of the API's clock");
        }
    }

    @Test
    void theApisClockMayBeAheadOfOurs() {
        String body = "{\"success\":true,\"result\":{\"list\":[{\"ticket_no\":\"T1\",\"update_time\":"
                + (NOW + 9 * A_DAY) + "}],\"total\":1,\"has_more\":false},\"t\":" + (NOW + 10 * A_DAY) + "}";

        assertThat(parse(body, 1).entries().get(0).isTicket()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"list\":[1],\"has_more\":true}",
                "{\"list\":[1],\"has_more\":true,\"total\":null,\"page_no\":null,\"page_size\":null}"
            })
    void countsMayBeNullOrMissing(String result) {
        Page page = result(result, 4);

        assertThat(page.total()).isEqualTo(-1);
        assertThat(page.number()).isEqualTo(4);
    }

    @Test
    void fieldsThatNobodyKnowsAreSkipped() {
        Page page = result(
                "{\"next\":{\"list\":[1],\"total\":-3},\"list\":[2],\"total\":1,\"has_more\":false,\"x\":[[]]}", 1);

        assertThat(page.entries()).extracting(entry -> entry.json().text()).containsExactly("2");
        assertThat(page.total()).isEqualTo(1);
    }

    @Test
    void anEntryThatGoesTooFarDoesNotCostItsNeighboursThePage() {
        String deep = "{\"a\":" + "[".repeat(90_000) + "]".repeat(90_000) + "}";
        String named = "{\"" + "n".repeat(999_000) + "\":1}";
        String text = "\"" + "x".repeat(21_000_000) + "\"";

        Page page =
                result("{\"list\":[1," + deep + "," + named + "," + text + ",2],\"total\":5,\"has_more\":false}", 1);

        assertThat(page.entries())
                .extracting(entry -> entry.json().text())
                .containsExactly("1", deep, named, text, "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | page 2 has a result that is no object",
                "[] | page 2 has a result that is no object",
                "{\"list\":[1],\"total\":1} | page 2 does not say in has_more whether another page follows",
                "{\"list\":[1],\"has_more\":null} | page 2 does not say in has_more whether another page follows",
                "{\"list\":[1],\"has_more\":\"true\"} | page 2 does not say in has_more whether another page follows",
                "{\"list\":{},\"has_more\":false} | page 2 has a list that is no array",
                "{\"data\":[1],\"total\":3,\"has_more\":false} | 'page 2 has no list; what it has is data, total, has_more'",
                "{\"total\":-1,\"has_more\":false} | page 2 has a total that is no count",
                "{\"total\":\"eight\",\"has_more\":false} | page 2 has a total that is no count",
                "{\"total\":\"\",\"has_more\":false} | page 2 has a total that is no count",
                "{\"total\":2147483648,\"has_more\":false} | page 2 has a total that is no count",
                "{\"total\":99999999999999999999999,\"has_more\":false} | page 2 has a total that is no count",
                "{\"page_no\":\"two\",\"has_more\":false} | page 2 has a page_no that is no count"
            })
    void anUnusablePageIsRefusedWithItsReason(String result, String reason) {
        TuyaException thrown = catchThrowableOfType(TuyaException.class, () -> result(result, 2));

        assertThat(thrown).hasMessage(reason);
        assertThat(thrown.kind()).isEqualTo(Kind.LIST);
    }

    @Test
    void aPageHasTenThousandEntriesAtMost() {
        String list = "1,".repeat(9_999) + "1";

        assertThat(result("{\"has_more\":false,\"list\":[" + list + "]}", 1).entries())
                .hasSize(10_000);
        assertThat(catchThrowableOfType(
                        TuyaException.class, () -> result("{\"has_more\":false,\"list\":[" + list + ",1]}", 1)))
                .hasMessage("page 1 has more than 10000 entries");
    }

    @Test
    void aReplyWithoutResultIsNoPage() {
        TuyaException thrown = catchThrowableOfType(TuyaException.class, () -> parse("{\"success\":true}", 1));

        assertThat(thrown).hasMessage("page 1 has no result");
        assertThat(thrown.kind()).isEqualTo(Kind.LIST);
    }

    private static Page result(String json, int asked) {
        return parse("{\"success\":true,\"result\":" + json + "}", asked);
    }

    private static Page parse(String body, int asked) {
        try {
            return Page.of(Reply.read(body.getBytes(StandardCharsets.UTF_8)), asked, NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
