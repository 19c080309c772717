package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.routing.Route;
import org.apache.logging.log4j.core.appender.routing.RoutingAppender;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One event, in both formats of the program's own log configuration. */
final class LogFormatTest {
    /** Beside the one of this JVM, which the other tests log to. */
    private final LoggerContext context = new LoggerContext(
            "the-programs-own",
            null,
            Path.of("src/main/resources/log4j2.properties").toUri());

    @BeforeEach
    void configure() {
        context.start();
    }

    @AfterEach
    void forget() {
        context.stop();
    }

    @Test
    void textTellsSweepAndPageBeforeTheClass() {
        assertThat(text(event(Map.of("sweep.id", "1719394102000", "page", "3"), null)))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:28:22\\.007\\S+ WARN  \\[worker] "
                        + "sweep=1719394102000 page=3 Recovery - went \"wrong\"\n");
    }

    @Test
    void textOutsideOfASweepHasNoTraceOfThem() {
        assertThat(text(event(Map.of(), null))).endsWith(" WARN  [worker] Recovery - went \"wrong\"\n");
    }

    @Test
    void jsonHasTheNamesOfEcs() throws JsonProcessingException {
        JsonNode line = json(event(Map.of("sweep.id", "1719394102000", "page", "3"), null));

        assertThat(line).isEqualTo(new ObjectMapper().readTree("""
                                        {"@timestamp":"2024-06-26T09:28:22.007Z","ecs.version":"1.2.0","log.level":"WARN",
                                         "message":"went \\"wrong\\"","process.thread.name":"worker",
                                         "log.logger":"io.github.ticketstream.Recovery","service.name":"tuya-ticket-stream",
                                         "sweep.id":"1719394102000","page":"3"}"""));
    }

    @Test
    void jsonKeepsAnExceptionOnItsLine() throws JsonProcessingException {
        JsonNode line = json(event(Map.of(), new IllegalStateException("broken\nin two", new RuntimeException("why"))));

        assertThat(line.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.path("error.message").asText()).isEqualTo("broken\nin two");
        assertThat(line.path("error.stack_trace").asText())
                .contains("\tat io.github.ticketstream.LogFormatTest.jsonKeepsAnExceptionOnItsLine(")
                .contains("Caused by: java.lang.RuntimeException: why");
    }

    private String text(LogEvent event) {
        return line(console().getDefaultRoute(), event);
    }

    private JsonNode json(LogEvent event) throws JsonProcessingException {
        String line = line(console().getRoutes().getRoute("json"), event);
        assertThat(line.lines()).hasSize(1);
        return new ObjectMapper().readTree(line);
    }

    private RoutingAppender console() {
        return context.getConfiguration().getAppender("console");
    }

    /** What the appender would write that a route is for. It is made when its first event comes. */
    private String line(Route route, LogEvent event) {
        Node appender = route.getNode().getChildren().get(0);
        context.getConfiguration().createConfiguration(appender, event);
        return ((Appender) appender.getObject())
                .getLayout()
                .toSerializable(event)
                .toString();
    }

    private static LogEvent event(Map<String, String> labels, Throwable thrown) {
        MutableInstant time = new MutableInstant();
        time.initFromEpochMilli(1_719_394_102_007L, 0);
        return Log4jLogEvent.newBuilder()
                .setLoggerName("io.github.ticketstream.Recovery")
                .setLevel(Level.WARN)
                .setThreadName("worker")
                .setInstant(time)
                .setMessage(new SimpleMessage("went \"wrong\""))
                .setThrown(thrown)
                .setContextData(new SortedArrayStringMap(labels))
                .build();
    }
}
