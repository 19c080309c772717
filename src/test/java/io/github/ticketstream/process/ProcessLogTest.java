package io.github.ticketstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;

/** What would print secrets is not printed, whatever a log configuration says and however often it is read. */
final class ProcessLogTest {
    private static final List<String> LOGGERS = List.of(
            "org.apache.hc.client5.http.headers",
            "org.apache.hc.client5.http.wire",
            "org.apache.camel.main.BaseMainSupport",
            "org.apache.camel.main.MainHelper");

    private final LoggerContext context = LoggerContext.getContext(false);

    @Test
    void staysShutWhenTheConfigurationIsReadAgain() {
        LOGGERS.forEach(logger -> Configurator.setLevel(logger, Level.TRACE));
        assertThat(LOGGERS).allMatch(logger -> context.getLogger(logger).isDebugEnabled());

        ProcessLog.guard();
        assertThat(LOGGERS).noneMatch(logger -> context.getLogger(logger).isDebugEnabled());

        context.reconfigure();
        assertThat(LOGGERS).noneMatch(logger -> context.getLogger(logger).isDebugEnabled());
    }
}
