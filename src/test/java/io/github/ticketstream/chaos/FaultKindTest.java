package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FaultKindTest {
    @Test
    void theProofPageHasTheirNumber() throws IOException {
        assertThat(Files.readString(Path.of("src/site/markdown/proof.md")))
                .contains("with " + FaultKind.values().length + " kinds of fault");
    }
}
