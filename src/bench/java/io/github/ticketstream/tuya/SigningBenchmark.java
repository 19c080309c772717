package io.github.ticketstream.tuya;

import io.github.ticketstream.bench.HotStep;
import org.openjdk.jmh.annotations.Benchmark;

/** What it takes to sign one request; run by {@link io.github.ticketstream.bench.HotSteps}. */
public class SigningBenchmark extends HotStep {
    private long time = 1_719_394_102_500L;

    @Benchmark
    public String signARequest() {
        return RequestSigner.signature(
                "0123456789abcdef0123456789abcdef",
                "client-id3f4eda2bdec17232f67c0b188af3eec1" + time++ + "9a1c7f8e-6a6c-4ab9-8f4f-0f3b6d3a7a35"
                        + RequestSigner.stringToSign("/v1.0/iot-01/ticket/feedbacks?page_no=17&page_size=100", ""));
    }
}
