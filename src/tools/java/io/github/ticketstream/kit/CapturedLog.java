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

/** What one class of the program logs, at any level, while this is open. */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final Level level;
    private final Events events = new Events();

    private CapturedLog(Logger logger) {
        this.logger = logger;
        this.level = logger.getLevel();
        Configurator.setLevel(logger, Level.DEBUG);
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
    }

    /** @param name of the class */
    public static CapturedLog of(String name) {
        return new CapturedLog(LoggerContext.getContext(false).getLogger(name));
    }

    public List<LogEvent> events() {
        return List.copyOf(events.all);
    }

    @Override
    public void close() {
        logger.removeAppender(events);
        logger.setAdditive(true);
        Configurator.setLevel(logger, level);
    }

    private static final class Events extends AbstractAppender {
        private final List<LogEvent> all = new CopyOnWriteArrayList<>();

        Events() {
            super("captured", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            all.add(event.toImmutable());
        }
    }
}
