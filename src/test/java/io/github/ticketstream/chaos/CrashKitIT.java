package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of the crash kit: two replicas, three brokers, one fault of each of fifteen kinds. */
class CrashKitIT {
    @Test
    @Timeout(300)
    void nothingIsLostAndNothingComesTwice() {
        Properties properties = new Properties();
        properties.setProperty("chaos.faults", "15");
        properties.setProperty("chaos.seed", "1548");
        List<String> told = new ArrayList<>();

        boolean held = CrashKit.run(CrashSettings.from(properties), Path.of("target"), told::add);

        assertThat(held).as(() -> String.join("\n", told)).isTrue();
        told.forEach(System.out::println);
    }
}
