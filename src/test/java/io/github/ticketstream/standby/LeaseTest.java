package io.github.ticketstream.standby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeaseTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // Such a clock may overflow.
    private final Lease lease = new Lease(Duration.ofSeconds(10), nanos::get);

    @Test
    void eachWordIsGoodForHalfASessionUnlessItIsGivenUp() {
        assertThat(lease.isValid()).isFalse();
        lease.renew();
        nanos.addAndGet(4_000_000_000L);
        lease.renew();
        assertThat(lease.isValid()).isTrue();

        nanos.addAndGet(4_999_999_999L);
        assertThat(lease.isValid()).isTrue();
        nanos.addAndGet(1);
        assertThat(lease.isValid()).isFalse();

        lease.renew();
        lease.end();
        assertThat(lease.isValid()).isFalse();
    }
}
