package io.github.ticketstream;

import io.github.ticketstream.settings.SettingException;
import io.github.ticketstream.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.main.DefaultMainShutdownStrategy;
import org.apache.camel.main.Main;

/** The program. Exit codes: 0 after SIGTERM or SIGINT, 2 for a setting that is not usable, 1 if it could not start. */
public final class Application {
    private Application() {}

    public static void main(String[] args) {
        try {
            Settings settings = Settings.load(System.getenv(), System.getProperties(), Path.of(""));
            Main program = Wiring.program(settings, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new StopWithinSeconds(program));
            DefaultMainShutdownStrategy strategy = new DefaultMainShutdownStrategy(program);
            strategy.disableHangupSupport();
            program.setShutdownStrategy(strategy);
            program.run();
        } catch (SettingException e) {
            fail(2, e.getMessage());
        } catch (Exception e) {
            fail(1, "tuya-ticket-stream could not start: " + e);
        }
    }

    private static void fail(int exitCode, String line) {
        System.err.println(line);
        // The shutdown hook would make it 0.
        Runtime.getRuntime().halt(exitCode);
    }
}
