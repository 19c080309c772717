package io.github.ticketstream.process;

import java.net.URI;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.ThresholdFilter;

/**
 * Keeps secrets out of the log, and decides where a command logs.
 *
 * <p>Some loggers print secrets below INFO: the HTTP client what it sends and receives, below every hook that it offers
 * (signature, access token, the token call's reply); Camel each of its settings as it is set (passwords of Kafka). A
 * log configuration that wants to see everything must not print them. So each is replaced by a logger that lets nothing
 * below INFO pass: a level alone would be overruled by a filter or by another line of the configuration.
 */
public final class ProcessLog {
    private static final List<LoggerConfig> GUARDED = List.of(
            guarded("org.apache.hc.client5.http.headers"),
            guarded("org.apache.hc.client5.http.wire"),
            guarded("org.apache.camel.main.BaseMainSupport"),
            guarded("org.apache.camel.main.MainHelper"));

    private ProcessLog() {}

    private static LoggerConfig guarded(String name) {
        LoggerConfig logger = new LoggerConfig(name, Level.INFO, true);
        logger.addFilter(ThresholdFilter.createFilter(Level.INFO, Filter.Result.NEUTRAL, Filter.Result.DENY));
        return logger;
    }

    /** Guards for good, also after the log configuration was read again. */
    public static void guard() {
        LoggerContext context = LoggerContext.getContext(false);
        context.addPropertyChangeListener(change -> {
            if (LoggerContext.PROPERTY_CONFIG.equals(change.getPropertyName())) {
                replace(context);
            }
        });
        replace(context);
    }

    private static void replace(LoggerContext context) {
        Configuration configuration = context.getConfiguration();
        boolean replaced = false;
        for (LoggerConfig guarded : GUARDED) {
            if (configuration.getLoggers().get(guarded.getName()) != guarded) {
                configuration.removeLogger(guarded.getName());
                configuration.addLogger(guarded.getName(), guarded);
                replaced = true;
            }
        }
        if (replaced) {
            // This also calls the listener, which then finds nothing to replace.
            context.updateLoggers();
        }
    }

    /** Keeps standard output for a report: log lines go to standard error, and only if log.level is set. */
    public static void leaveOutputToTheReport() {
        Configurator.reconfigure(URI.create(
                ProcessLog.class.getResource("/log4j2-report.properties").toString()));
    }
}
