package io.github.ticketstream.process;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Keeps standard output for the report: what is logged goes to standard error, and nothing is unless log.level is set. */
public final class QuietLog {
    private QuietLog() {}

    /** For the rest of the process. */
    public static void use() {
        Level level = Level.toLevel(System.getProperty("log.level"), Level.OFF);
        ConfigurationBuilder<BuiltConfiguration> log = ConfigurationBuilderFactory.newConfigurationBuilder();
        log.setStatusLevel(Level.ERROR);
        log.add(log.newAppender("stderr", "Console")
                .addAttribute("target", ConsoleAppender.Target.SYSTEM_ERR)
                .add(log.newLayout("PatternLayout").addAttribute("pattern", "%d{ISO8601} %-5level %c{1} - %m%n%xEx")));
        log.add(log.newRootLogger(level).add(log.newAppenderRef("stderr")));
        Configurator.reconfigure(log.build());
    }
}
