package io.github.ticketstream.bench;

import io.github.ticketstream.bench.contestant.BareRead;
import io.github.ticketstream.bench.contestant.OurRead;
import io.github.ticketstream.kit.JavaProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How long it takes to learn from a state topic what was published: our reader beside a consumer's loop that only counts,
 * each in a process of its own, from the making of its consumer to the last mark.
 */
record RestoreCase(List<Setting> settings) implements BenchCase {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public boolean admits(Contestant contestant, Setting setting) {
        return contestant.tellsSweeps();
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
        String topic = arena.nextName() + ".state";
        BenchBroker broker = arena.broker();
        broker.create(List.of(new NewTopic(topic, 1, (short) 1)));
        Marks.write(broker.address(), topic, new CannedTickets(setting.tickets()));
        Class<?> reader = contestant == Contestant.OURS ? OurRead.class : BareRead.class;
        List<String> arguments = new ArrayList<>(arena.flags());
        arguments.addAll(List.of(
                "-Dlog4j2.configurationFile=log4j2.properties",
                "-cp",
                JavaProcess.classPathOfTests(),
                reader.getName(),
                broker.address(),
                topic));
        try (JavaProcess process = JavaProcess.start(arena.emptyDirectory(), Map.of(), arguments)) {
            if (process.exitCode(PATIENCE) != 0) {
                throw new IllegalStateException("could not read; " + arena.keepLog(topic, process.toString()));
            }
            double seconds = Double.parseDouble(process.out().get(process.out().size() - 1));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("state restored, s", seconds);
            figures.put("marks a second", setting.tickets() / seconds);
            return figures;
        } finally {
            broker.delete(List.of(topic));
        }
    }
}
