package io.github.ticketstream.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The simulator on its own, for the demo: of its changes some are silent, and some delete a ticket. Settings from the
 * environment: {@code SIMULATOR_HOST} (0.0.0.0), {@code SIMULATOR_PORT} (8080), {@code SIMULATOR_TICKETS} (200) to begin with,
 * {@code SIMULATOR_CHANGES_PER_SECOND} (0.5; 0 for none), {@code SIMULATOR_CLIENT_ID}, {@code SIMULATOR_CLIENT_SECRET}.
 */
public final class SimulatorApplication {

    private static final long SEED = 20240626;

    private SimulatorApplication() {}

    public static void main(String[] args) throws InterruptedException {
        start(System.getenv());
        new CountDownLatch(1).await(); // until the process is told to end
    }

    static TuyaSimulator start(Map<String, String> environment) {
        int tickets = Integer.parseInt(environment.getOrDefault("SIMULATOR_TICKETS", "200"));
        double changesPerSecond = Double.parseDouble(environment.getOrDefault("SIMULATOR_CHANGES_PER_SECOND", "0.5"));
        TuyaSimulator simulator = TuyaSimulator.builder()
                .host(environment.getOrDefault("SIMULATOR_HOST", "0.0.0.0"))
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
