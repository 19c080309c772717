package io.github.ticketstream.bench;

import io.github.ticketstream.kit.KafkaInJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.FileUtil;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.awaitility.Awaitility;

/** The parts that all contestants share: one broker and one API, in this JVM. */
final class Arena implements AutoCloseable {
    private final BenchOptions options;
    private final Path directory;
    private final Path emptyDirectory;
    private final KafkaInJvm kafka;
    private final Admin admin;
    private final CannedApi api = new CannedApi();
    private int names;

    /**
     * Returns when both are there.
     *
     * @param directory for what remains of contestants that failed
     */
    Arena(Path directory, BenchOptions options) {
        this.options = options;
        this.directory = directory;
        try {
            this.emptyDirectory = Files.createDirectories(directory.resolve("empty"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Measured records are deleted at once, so that the next contestant finds the same disk.
        this.kafka = KafkaInJvm.start(Map.of("log.segment.delete.delay.ms", "100"));
        this.admin = kafka.admin();
    }

    BenchOptions options() {
        return options;
    }

    KafkaInJvm kafka() {
        return kafka;
    }

    String brokers() {
        return kafka.bootstrapServers();
    }

    void create(Collection<NewTopic> topics) {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        join(admin.createTopics(topics).all());
        Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(30))
                .until(() -> admin.describeTopics(names).allTopicNames().get().size() == names.size());
    }

    void delete(Collection<String> topics) {
        join(admin.deleteTopics(topics).all());
    }

    private static void join(KafkaFuture<?> asked) {
        asked.toCompletionStage().toCompletableFuture().join();
    }

    CannedApi api() {
        return api;
    }

    /** A working directory in which there is no settings file. */
    Path emptyDirectory() {
        return emptyDirectory;
    }

    /** Writes the log of a process to a file, and returns its path. */
    String keepLog(String name, String log) {
        try {
            return "see " + Files.writeString(directory.resolve(name + ".log"), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String nextName() {
        return "bench-" + ++names;
    }

    @Override
    public void close() {
        api.close();
        admin.close(Duration.ZERO);
        kafka.close();
        FileUtil.removeDir(emptyDirectory.toFile());
    }
}
