package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchOptionsTest {
    private final Properties properties = new Properties();

    @Test
    void hasADefaultForEverything() {
        BenchOptions options = BenchOptions.from(properties);

        assertThat(options.cases()).containsExactlyElementsOf(Cases.NAMES);
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.tickets()).containsExactly(20_000, 100_000, 1_000_000);
        assertThat(options.pageSizes()).containsExactly(100, 500);
        assertThat(options.contestants()).containsExactly(Contestant.values());
        assertThat(options.length()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.latencies()).containsExactly(0, 20, 100, 300);
    }

    @Test
    void contestantsTakeTurnsInTheirOwnOrderWhateverOrderIsSaid() {
        properties.setProperty("bench.contestants", "ours, raw");

        assertThat(BenchOptions.from(properties).contestants()).containsExactly(Contestant.RAW, Contestant.OURS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench.cases | first,last | 'last' is not allowed; it must be some of first,",
                "bench.rounds | 0 | a number from 1 to 1000",
                "bench.tickets | 20000,many | 'many' is not allowed",
                "bench.page-sizes | 1001 | a number from 1 to 1000",
                "bench.contestants | theirs | some of api-alone,raw,raw-again,textbook,textbook-not-eager,ours",
                "bench.seconds | -1 | a number from 1 to 86400",
                "bench.flags | 256m | flags of the JVM, such as -Xmx256m",
                "bench.ticket | 20000 | there is no such option"
            })
    void namesWhatCanNotBeUsed(String key, String value, String why) {
        properties.setProperty(key, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.from(properties))
                .withMessageStartingWith(key + ": ")
                .withMessageContaining(why);
    }
}
