package io.github.ticketstream.kit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Captures what one class of the program logs, at any level, while it is open. */
public final class CapturedLog extends AbstractAppender implements AutoCloseable {
    private final List<LogEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level level;

    private CapturedLog(Logger logger) {
        super("captured", null, null, true, Property.EMPTY_ARRAY);
        this.logger = logger;
        this.level = logger.getLevel();
    }

    /** @param name of the class */
    public static CapturedLog of(String name) {
        Logger logger = LoggerContext.getContext(false).getLogger(name);
        CapturedLog log = new CapturedLog(logger);
        log.start();
        Configurator.setLevel(logger, Level.DEBUG);
        logger.addAppender(log);
        logger.setAdditive(false);
        return log;
    }

    @Override
    public void append(LogEvent event) {
        events.add(event.toImmutable());
    }

    public List<LogEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setAdditive(true);
        Configurator.setLevel(logger, level);
    }
}
