package io.github.ticketstream.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CapturedLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that takes one line each time the test lets it. */
@Timeout(30)
final class StandardOutputTest {
    private final Semaphore reads = new Semaphore(0);
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private volatile boolean broken;
    private final StandardOutput output = new StandardOutput("output", new Reader(), 100);
    private final PrintStream print = new PrintStream(output, false, StandardCharsets.UTF_8);
    private final CapturedLog log = CapturedLog.of(StandardOutput.class.getName());

    private final class Reader extends OutputStream {
        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("lines only");
        }

        @Override
        public void write(byte[] line) throws IOException {
            reads.acquireUninterruptibly();
            if (broken) {
                throw new IOException("Broken pipe");
            }
            read.writeBytes(line);
        }
    }

    @AfterEach
    void endLog() {
        log.close();
    }

    private String text() {
        return read.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsReadComesInOrder() {
        reads.release(1_000);
        for (int i = 0; i < 10; i++) {
            print.println("line " + i);
        }
        print.print("no end\r");
        print.flush();

        await().untilAsserted(() -> assertThat(text())
                .startsWith("line 0" + System.lineSeparator() + "line 1")
                .endsWith("line 9" + System.lineSeparator() + "no end\r"));
        assertThat(output.lost()).isEmpty();
        assertThat(output.droppedLines()).isZero();
    }

    @Test
    void whatNobodyReadsIsDroppedByWholeLinesAndCountedAndToldOnceWhenItIsReadAgain() {
        for (int i = 0; i < 30; i++) {
            print.print("line " + (10 + i) + "..\n");
        }

        assertThat(output.droppedLines()).as("ten bytes each, a hundred fit").isEqualTo(20);
        assertThat(output.lost()).startsWith("20 lines were dropped").contains("nobody reads standard output");
        reads.release(1_000);
        await().untilAsserted(
                        () -> assertThat(text().lines()).hasSize(10).allMatch(line -> line.matches("line 1\\d[.]{2}")));
        await().untilAsserted(() -> assertThat(log.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage().getFormattedMessage())
                        .isEqualTo("20 lines before this one were dropped: nobody read standard output")));
        assertThat(output.lost()).isEmpty();
        assertThat(output.droppedLines()).isEqualTo(20);
    }

    @Test
    void aLineThatIsWrittenInPartsIsKeptOrDroppedAsAWhole() {
        print.print("x".repeat(60));
        print.print("y".repeat(60) + "\n");
        print.print("short\n");
        reads.release(1_000);

        await().until(() -> text().equals("short\n"));
        assertThat(output.droppedLines()).isEqualTo(1);
    }

    @Test
    void aBrokenPipeIsNotTalkedAboutAndAFullDiskThatHasRoomAgainIs() {
        broken = true;
        reads.release(2);
        print.print("one\ntwo\n");
        await().until(() -> output.droppedLines() == 2);
        assertThat(log.events()).isEmpty();

        broken = false;
        reads.release(1_000);
        print.print("three\n");

        await().until(() -> text().equals("three\n") && log.events().size() == 1);
    }
}
