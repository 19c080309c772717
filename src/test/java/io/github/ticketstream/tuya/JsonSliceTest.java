package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonSliceTest {
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
}
