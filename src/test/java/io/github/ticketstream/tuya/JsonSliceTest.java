package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonSliceTest {
    @Test
    void eachMemberOfAnArrayIsCutOutExactly() throws IOException {
        JsonSlice array =
                slice("[ 1 ,-2.50e+3,\"a\\\"]\", \"💡\" ,true,null, { \"a\" : [ ] } ,[[1],2],9007199254740993 ]");

        List<String> members = members(array);

        assertThat(members)
                .containsExactly(
                        "1",
                        "-2.50e+3",
                        "\"a\\\"]\"",
                        "\"💡\"",
                        "true",
                        "null",
                        "{ \"a\" : [ ] }",
                        "[[1],2]",
                        "9007199254740993");
    }

    @Test
    void slicesOfSlicesStayInPlace() throws IOException {
        byte[] body = "éé[[\"é\",[7 ]]]".getBytes(StandardCharsets.UTF_8);
        JsonSlice outer = new JsonSlice(body, 4, body.length - 4);

        JsonSlice inner = memberSlices(outer).get(0);

        assertThat(inner.text()).isEqualTo("[\"é\",[7 ]]");
        assertThat(members(inner)).containsExactly("\"é\"", "[7 ]");
    }

    @Test
    void equalIsWhatHasTheSameBytesWhereverTheyStand() {
        byte[] body = "[1,1,2]".getBytes(StandardCharsets.UTF_8);
        JsonSlice one = new JsonSlice(body, 1, 1);

        assertThat(one).isEqualTo(new JsonSlice(body, 3, 1)).hasSameHashCodeAs(new JsonSlice(body, 3, 1));
        assertThat(one).isNotEqualTo(new JsonSlice(body, 5, 1)).isNotEqualTo(new JsonSlice(body, 1, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1",
                "1000 | 1000",
                "1001 | 0",
                "0 | 0",
                "-0 | 0",
                "-1 | 0",
                "1.0 | 0",
                "1e2 | 0",
                "\"1\" | 1",
                "\"0001000\" | 1000",
                "\"1001\" | 0",
                "\"-1\" | 0",
                "\"+1\" | 0",
                "\"1 \" | 0",
                "\"\" | 0",
                "\"0\" | 0",
                "\"99999999999999999999999999999999999999\" | 0",
                "\"١\" | 0",
                "true | 0",
                "null | 0",
                "{} | 0",
                "9223372036854775807 | 0",
                "9223372036854775808 | 0",
                "99999999999999999999999999999999999999 | 0"
            })
    void aPositiveLongIsAnIntegerWithinItsBound(String json, long expected) throws IOException {
        try (JsonParser parser = slice(json).parser()) {
            parser.nextToken();

            assertThat(JsonSlice.positiveLong(parser, 1000)).isEqualTo(expected);
        }
    }

    /** 49 MB of names in all. */
    @ParameterizedTest
    @CsvSource({"1000, 49000", "12250, 4000"})
    void longNamesAreNotKeptOnceTheyWereRead(int entries, int length) throws IOException {
        long before = heapUsed();

        for (int i = 0; i < entries; i++) {
            byte[] entry = ("{\"" + i + "n".repeat(length) + "\":1}").getBytes(StandardCharsets.UTF_8);
            readToEnd(new JsonSlice(entry, 0, entry.length).parser());
        }

        assertThat(heapUsed() - before).isLessThan(20_000_000);
    }

    private static void readToEnd(JsonParser parser) throws IOException {
        try (parser) {
            while (parser.nextToken() != null) {
                parser.currentName();
            }
        }
    }

    private static long heapUsed() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static JsonSlice slice(String json) {
        return JsonSlice.ofBody(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> members(JsonSlice array) throws IOException {
        return memberSlices(array).stream().map(JsonSlice::text).toList();
    }

    private static List<JsonSlice> memberSlices(JsonSlice array) throws IOException {
        List<JsonSlice> members = new ArrayList<>();
        try (JsonParser parser = array.parser()) {
            parser.nextToken();
            while (!parser.nextToken().isStructEnd()) {
                members.add(JsonSlice.ofCurrent(parser, array));
            }
        }
        return members;
    }
}
