package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class RequestRateTest {
    @ParameterizedTest
    @ValueSource(doubles = {20, 100, 1000})
    void requestsAreSpacedEvenlyFromTheFirstOn(double perSecond) throws InterruptedException {
        RequestRate rate = new RequestRate(perSecond);
        int requests = 10;
        long begin = System.nanoTime();

        for (int request = 0; request < requests; request++) {
            rate.await();
        }

        // A twentieth more than it has to be; the first one does not wait.
        long least = (long) (1.05e9 / perSecond * (requests - 1));
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(least);
    }

    @Test
    void whatWasNotUsedIsNotSavedUp() throws InterruptedException {
        RequestRate rate = new RequestRate(10);
        rate.await();
        TimeUnit.MILLISECONDS.sleep(350);
        long begin = System.nanoTime();

        rate.await();
        rate.await();

        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(105));
    }
}
