package io.github.ticketstream.simulator;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The simulator on its own, for the demo: of its changes some are silent, and some delete a ticket. */
public final class SimulatorApplication {

    private static final long SEED = 20240626;

    private static final String USAGE = """
            usage: java -jar tuya-ticket-stream-simulator.jar

            Answers like Tuya's cloud until it is ended. Settings from the environment, and their defaults:
            SIMULATOR_HOST                127.0.0.1 (0.0.0.0 for every address of this machine)
            SIMULATOR_PORT                8080
            SIMULATOR_TICKETS             200
            SIMULATOR_CHANGES_PER_SECOND  0.5 (0 for none)
            SIMULATOR_CLIENT_ID           simulated-client-id
            SIMULATOR_CLIENT_SECRET       simulated-client-secret

            --help     this text
            --version  prints the version
            """;

    private SimulatorApplication() {}

    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        if (words.contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        if (words.contains("--version")) {
            String version = SimulatorApplication.class.getPackage().getImplementationVersion();
            System.out.println("tuya-ticket-stream-simulator " + (version == null ? "(not packaged)" : version));
            return;
        }
        if (!words.isEmpty()) {
            System.err.println("it takes no arguments but --help and --version");
            System.err.print(USAGE);
            System.exit(2);
        }
        try {
            start(System.getenv());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println("the simulator could not start: " + e.getMessage());
            System.exit(2);
        }
        new CountDownLatch(1).await(); // until the process must end
    }

    static TuyaSimulator start(Map<String, String> environment) {
        int tickets = Integer.parseInt(environment.getOrDefault("SIMULATOR_TICKETS", "200"));
        double changesPerSecond = Double.parseDouble(environment.getOrDefault("SIMULATOR_CHANGES_PER_SECOND", "0.5"));
        TuyaSimulator simulator = TuyaSimulator.builder()
                .host(environment.getOrDefault("SIMULATOR_HOST", "127.0.0.1"))
                .port(Integer.parseInt(environment.getOrDefault("SIMULATOR_PORT", "8080")))
                .credentials(
                        environment.getOrDefault("SIMULATOR_CLIENT_ID", "simulated-client-id"),
                        environment.getOrDefault("SIMULATOR_CLIENT_SECRET", "simulated-client-secret"))
                .order(TicketOrder.RECENTLY_UPDATED_FIRST)
                .start();
        simulator.tickets().addGenerated(tickets, SEED);
        if (changesPerSecond > 0) {
            Duration interval = Duration.ofNanos((long) (1e9 / changesPerSecond));
            LivingPopulation.startHiding(simulator.tickets(), interval, LivingPopulation.NEW_ONE_IN, SEED + 1);
        }
        System.out.printf(
                "Tuya simulator at %s with %d tickets, %s changes per second%n",
                simulator.baseUrl(), tickets, changesPerSecond);
        return simulator;
    }
}
