package io.github.ticketstream.bench;

import io.github.ticketstream.bench.contestant.StateRead;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Spread;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One measurement. Each round makes it once for each contestant, in each setting. */
enum BenchCase {
    /** How long the first sweep of a new stream takes: every ticket is published. */
    FIRST {
        @Override
        Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
            try (Trial trial = new Trial(arena, contestant, setting, ONCE)) {
                trial.awaitSweeps(1);
                long end = trial.sweeps().at(0);
                double cpu = trial.footprint().cpuSeconds();
                double memory = trial.footprint().peakResident() / 1024.0;
                trial.awaitAllTickets();
                double seconds = Moments.secondsBetween(trial.api().walks().at(0), end);
                Map<String, Double> figures = new LinkedHashMap<>();
                figures.put("first page to last commit, s", seconds);
                figures.put("token to last commit, s", Moments.secondsBetween(trial.api().tokens().at(0), end));
                figures.put("tickets a second", setting.tickets() / seconds);
                figures.put("processor time, s", cpu);
                figures.put(PEAK, memory);
                return figures;
            }
        }
    },

    /** How long the sweeps after the first one take, in a process that is warm, and what it holds after many of them. */
    UNCHANGED {
        @Override
        Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
            try (Trial trial = new Trial(arena, contestant, setting, AT_ONCE)) {
                trial.awaitAllTickets();
                trial.awaitSweeps(1);
                int first = trial.sweeps().count() + 1;
                trial.awaitSweeps(first);
                double cpuBefore = trial.footprint().cpuSeconds();
                trial.work(arena.options().length());
                trial.awaitSweeps(first + FEWEST_SWEEPS);
                int sweeps = trial.sweeps().count() - first;
                double cpu = trial.footprint().cpuSeconds() - cpuBefore;
                double memory = trial.footprint().peakResident() / 1024.0;
                trial.awaitAllTickets();
                Map<String, Double> figures = new LinkedHashMap<>();
                List<Double> seconds = IntStream.range(first, first + sweeps)
                        .mapToObj(trial::secondsOfSweep)
                        .toList();
                figures.put("page 1 to sweep record, s", Spread.of(seconds).median());
                figures.put("processor time a sweep, s", cpu / sweeps);
                figures.put("sweeps", (double) sweeps);
                figures.put(PEAK, memory);
                figures.put("live heap, MiB", trial.footprint().liveHeap() / 1024.0);
                return figures;
            }
        }
    },

    /** How long it takes from the start of the JVM until something happens that can be seen from outside. */
    START {
        @Override
        List<Setting> settings(BenchOptions options) {
            return List.of(new Setting(ONE_PAGE, ONE_PAGE));
        }

        @Override
        Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
            try (Trial trial = new Trial(arena, contestant, setting, ONCE)) {
                trial.awaitAllTickets();
                Map<String, Double> figures = new LinkedHashMap<>();
                figures.put("start to first request, s", trial.secondsTo(trial.api().tokens()));
                figures.put("start to first page request, s", trial.secondsTo(trial.api().walks()));
                figures.put("start to first ticket visible, s", trial.secondsTo(trial.tickets()));
                return figures;
            }
        }
    },

    /**
     * How long it takes to learn from a state topic what was published: our reader beside a consumer's loop that only counts,
     * each in a process of its own, from the making of its consumer to the last mark.
     */
    RESTORE {
        @Override
        List<Setting> settings(BenchOptions options) {
            return options.tickets().stream()
                    .map(tickets -> new Setting(tickets, ONE_PAGE))
                    .toList();
        }

        @Override
        Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena) {
            String topic = arena.nextName() + ".state";
            arena.create(List.of(new NewTopic(topic, 1, (short) 1)));
            writeMarks(arena, topic, setting.tickets());
            List<String> arguments = new ArrayList<>(arena.options().flags());
            arguments.addAll(List.of("-Dlog4j2.configurationFile=log4j2.properties", "-cp"));
            arguments.addAll(List.of(JavaProcess.classPathOfTests(), StateRead.class.getName()));
            arguments.addAll(List.of(contestant.toString(), arena.brokers(), topic));
            try (JavaProcess process = JavaProcess.start(arena.emptyDirectory(), Map.of(), arguments)) {
                if (process.exitCode(PATIENCE) != 0) {
                    throw new IllegalStateException("could not read; " + arena.keepLog(topic, process.toString()));
                }
                double seconds =
                        Double.parseDouble(process.out().get(process.out().size() - 1));
                Map<String, Double> figures = new LinkedHashMap<>();
                figures.put("state restored, s", seconds);
                figures.put("marks a second", setting.tickets() / seconds);
                return figures;
            } finally {
                arena.delete(List.of(topic));
            }
        }
    };

    private static final String PEAK = "peak resident memory, MiB";
    private static final int ONE_PAGE = 100;
    private static final int FEWEST_SWEEPS = 3;
    private static final Duration ONCE = Duration.ofHours(1);
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    List<Setting> settings(BenchOptions options) {
        return options.tickets().stream()
                .flatMap(tickets ->
                        options.pageSizes().stream().map(size -> new Setting(tickets, size)))
                .toList();
    }

    /**
     * Lets one contestant run once.
     *
     * @return what was measured, by name with unit, the most important first; always the same names
     * @throws IllegalStateException if the contestant did not do its job
     */
    abstract Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That each ticket was published. Returns when all marks can be read. */
    private static void writeMarks(Arena arena, String topic, int tickets) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", arena.brokers(), "linger.ms", 20, "batch.size", 1 << 19);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            AtomicReference<Exception> failed = new AtomicReference<>();
            for (int ticket = 0; ticket < tickets; ticket++) {
                byte[] updateTime =
                        Long.toString(CannedTickets.updateTime(ticket)).getBytes(StandardCharsets.US_ASCII);
                // Nobody keeps millions of futures: the callbacks show the same.
                Future<?> unused = producer.send(
                        new ProducerRecord<>(topic, CannedTickets.number(ticket), updateTime),
                        (metadata, failure) -> failed.compareAndSet(null, failure));
            }
            producer.flush();
            if (failed.get() != null) {
                throw new IllegalStateException("a mark was not taken", failed.get());
            }
        }
    }
}
