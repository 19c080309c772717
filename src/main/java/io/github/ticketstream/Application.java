package io.github.ticketstream;

import io.github.ticketstream.settings.SettingException;
import io.github.ticketstream.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.Main;
import org.apache.camel.util.ObjectHelper;

/** The program. Exit codes: 0 after SIGTERM or SIGINT, 2 for a setting that is not usable, 1 if it could not start. */
public final class Application {
    private Application() {}

    public static void main(String[] args) {
        GuardedLoggers.guard();
        try {
            Settings settings = Settings.load(System.getenv(), System.getProperties(), Path.of(""));
            Main program = Wiring.program(settings, Clock.systemUTC());
            ManagementPort.requireFree(settings.withoutSecrets());
            Runtime.getRuntime().addShutdownHook(new StopWithinSeconds(program));
            program.run();
        } catch (Exception e) {
            SettingException ours = ObjectHelper.getException(SettingException.class, e);
            if (ours != null) {
                fail(2, ours.getMessage());
            }
            PropertyBindingException setting = ObjectHelper.getException(PropertyBindingException.class, e);
            if (setting != null) {
                fail(
                        2,
                        camelKey(setting)
                                + ": Camel has no such setting, or the value is none for it; see Camel's documentation");
            }
            fail(1, "tuya-ticket-stream could not start: " + rootOf(e));
        }
    }

    /** Without the value, which may be a password under a misspelt key. */
    private static String camelKey(PropertyBindingException setting) {
        String prefix = setting.getOptionPrefix();
        return prefix == null
                ? setting.getPropertyName()
                : prefix.replaceAll("\\.$", "") + "." + setting.getOptionKey();
    }

    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElse("");
    }

    private static void fail(int exitCode, String line) {
        System.err.println(line);
        // The shutdown hook would make it 0.
        Runtime.getRuntime().halt(exitCode);
    }
}
