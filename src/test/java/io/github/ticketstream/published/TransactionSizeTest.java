package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much a transaction may hold after others went well, slowly or not at all. */
final class TransactionSizeTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MOST = 4 << 20;

    private long now;
    private final TransactionSize size = new TransactionSize(() -> now);

    @Test
    void oneEntryIsAlwaysAllowed() {
        for (int i = 0; i < 100; i++) {
            fails(MOST);
        }

        assertThat(size.allows(1, MOST)).isTrue();
        assertThat(size.allows(2, 2)).isFalse();
    }

    @Test
    void whatFailedIsTriedInHalves() {
        fails(1_000_000);
        assertThat(size.allows(10, 500_000)).isTrue();
        assertThat(size.allows(10, 500_001)).isFalse();

        fails(500_000);
        assertThat(size.allows(10, 250_001)).isFalse();
    }

    @Test
    void whatTookTooLongMakesTheNextOneFit() {
        takes(3_000_000, 6);

        // Half a megabyte a second, for three seconds.
        assertThat(size.allows(10, 1_500_000)).isTrue();
        assertThat(size.allows(10, 1_500_001)).isFalse();
    }

    @Test
    void whatWentQuicklyLetsItGrowAgainUpToFourMebibytesAndAThousandEntries() {
        fails(1_000_000);
        for (int i = 0; i < 10; i++) {
            takes(100, 0);
        }

        assertThat(size.allows(1000, MOST)).isTrue();
        assertThat(size.allows(1000, MOST + 1)).isFalse();
        assertThat(size.allows(1001, 1)).isFalse();
    }

    private void fails(long bytes) {
        size.sent(bytes);
        now += 9 * SECOND;
        size.failed();
    }

    private void takes(long bytes, long seconds) {
        size.sent(bytes);
        now += seconds * SECOND;
        size.committed();
    }
}
