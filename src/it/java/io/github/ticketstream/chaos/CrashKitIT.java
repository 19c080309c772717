package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of the crash kit: two replicas, three brokers, one fault of each of fifteen kinds. */
@Tag("proof")
class CrashKitIT {
    @Test
    @Timeout(900)
    void nothingIsLostAndNothingComesTwice() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("chaos.faults", "15");
        // In CI each run is another one; the seed is in its first line.
        long seed = System.getenv("CI") == null ? 1548 : System.currentTimeMillis() / 1000;
        properties.setProperty("chaos.seed", String.valueOf(seed));
        List<String> told = new ArrayList<>();

        boolean held = CrashKit.run(CrashSettings.from(properties), Path.of("target"), told::add);

        assertThat(held).as(() -> String.join("\n", told)).isTrue();
        assertThat(told).anyMatch(line -> line.contains("  #15 ")).endsWith("The promise held.");
        told.forEach(System.out::println);
    }
}
