package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonParsersTest {
    @Test
    void longNamesAreNotKeptOnceTheyWereRead() throws IOException {
        long before = heapUsed();

        for (int i = 0; i < 1_000; i++) {
            byte[] entry = ("{\"" + i + "n".repeat(49_000) + "\":1}").getBytes(StandardCharsets.UTF_8);
            readToEnd(new JsonSlice(entry, 0, entry.length).parser());
        }

        // 49 MB of names were read.
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
