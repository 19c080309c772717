package io.github.ticketstream.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.apache.camel.health.HealthCheck;

/** What health checks say, in the form in which Camel's management port says it. */
final class HealthReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HealthReport() {}

    /** @param status of all of them together */
    static byte[] json(Collection<HealthCheck.Result> results, HealthCheck.State status) {
        ObjectNode report = JSON.createObjectNode().put("status", status.name());
        ArrayNode checks = report.putArray("checks");
        for (HealthCheck.Result result : results) {
            ObjectNode check = checks.addObject()
                    .put("name", result.getCheck().getId())
                    .put("status", result.getState().name());
            result.getMessage().ifPresent(message -> check.put("message", message));
        }
        return report.toString().getBytes(StandardCharsets.UTF_8);
    }
}
