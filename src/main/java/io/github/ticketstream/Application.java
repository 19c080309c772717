package io.github.ticketstream;

import io.github.ticketstream.doctor.CommandLine;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.process.ProcessLog;
import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.process.StopWithinSeconds;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.settings.CamelSettings;
import io.github.ticketstream.settings.OthersSettings;
import io.github.ticketstream.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.camel.main.Main;

/**
 * The program. Exit codes: 0 after SIGTERM or SIGINT, 2 for a setting that is not usable, 1 if it could not start. With
 * arguments it is one of the commands of {@link CommandLine}.
 */
public final class Application {
    /** Printed when somebody copied the jar without its libraries. */
    private static final String LIBRARIES =
            "the directory lib belongs beside the jar; both are in target/ after a build, and"
                    + " in tuya-ticket-stream-<version>.tar.gz";

    private Application() {}

    public static void main(String[] args) {
        // Camel and others change cases by the default locale: under a Turkish one 'transactionalId' is unknown.
        Locale.setDefault(Locale.ROOT);
        // First, so that a signal during the start also ends with exit code 0.
        StopWithinSeconds stop = new StopWithinSeconds();
        if (args.length == 0) {
            Runtime.getRuntime().addShutdownHook(stop);
        }
        try {
            OthersSettings.requireJvms(System.getProperties());
            ProcessLog.guard();
            if (args.length > 0) {
                ProcessLog.leaveOutputToTheReport();
                System.exit(CommandLine.run(List.of(args), Application::settings, System.out, System.err));
            }
            run(settings(), stop);
        } catch (SettingException e) {
            StopWithinSeconds.halt(2, e.getMessage());
        } catch (NoClassDefFoundError e) {
            // The log may be what is missing.
            System.err.println("tuya-ticket-stream could not start: "
                    + e.getMessage().replace('/', '.') + " is not there; " + LIBRARIES);
            Runtime.getRuntime().halt(1);
        } catch (Exception e) {
            StopWithinSeconds.halt(1, "tuya-ticket-stream could not start: " + rootOf(e));
        }
    }

    private static void run(Settings settings, StopWithinSeconds stop) throws Exception {
        Main program = Wiring.program(settings, Clocks.system(), KafkaClients::new);
        OthersSettings.requireFreePort(settings.withoutSecrets());
        stop.stops(program);
        try {
            program.run();
        } catch (Exception e) {
            SettingException refused = CamelSettings.refused(settings, e);
            throw refused == null ? e : refused;
        }
    }

    private static Settings settings() {
        return Settings.load(System.getenv(), System.getProperties(), Path.of(""));
    }

    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Printable.withoutSecrets(root.toString().lines().findFirst().orElse(""));
    }
}
