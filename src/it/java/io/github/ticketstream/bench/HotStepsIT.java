package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As short as it can be: whether all steps are measured, not how long they take. */
@Tag("proof")
final class HotStepsIT {
    @Test
    void timeAndAllocationOfAllStepsAreTold() {
        List<String> told = new ArrayList<>();

        int exitCode = HotSteps.run(List.of("-f", "1", "-wi", "0", "-i", "1", "-r", "100ms"), told::add);

        assertThat(exitCode).as(() -> String.join("\n", told)).isZero();
        assertThat(told)
                .anyMatch(line -> line.matches(".*FilterBenchmark\\.\\S+ .* ns/op"))
                .anyMatch(line -> line.matches(".*ContentBenchmark\\.learnToCount .* ns/op"))
                .anyMatch(line -> line.matches(".*ContentBenchmark\\.learnToPublish .* ns/op"))
                .anyMatch(line -> line.matches(".*SigningBenchmark\\.\\S+ .* ns/op"))
                .anyMatch(line -> line.matches(".*FilterBenchmark\\.\\S+gc\\.alloc\\.rate\\.norm .* B/op"));
    }
}
