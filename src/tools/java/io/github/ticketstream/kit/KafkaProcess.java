package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import kafka.tools.StorageTool;

/** A Kafka node as a process of its own, that can be killed and started again over the same disk. */
public final class KafkaProcess implements AutoCloseable {
    private final Path directory;
    private final Properties settings;
    private final List<String> flags;
    private final Consumer<String> log;
    private JavaProcess process;

    /**
     * Nothing is started or written yet.
     *
     * @param directory its disk, and its working directory
     * @param settings all of the node's own, but for where its disk is
     * @param flags of its JVM
     * @param log is told every line of its output
     */
    public KafkaProcess(Path directory, Properties settings, List<String> flags, Consumer<String> log) {
        this.directory = directory;
        this.settings = settings;
        this.flags = List.copyOf(flags);
        this.log = log;
    }

    /** Prepares its disk as that of a new cluster's node. Kafka tells standard output about it. */
    public void format(String clusterId) {
        settings.put("log.dirs", directory.resolve("data").toString());
        try {
            Files.createDirectories(directory);
            try (OutputStream file = Files.newOutputStream(settingsFile())) {
                settings.store(file, "one Kafka node");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StorageTool.execute(
                new String[] {"format", "-t", clusterId, "-c", settingsFile().toString()},
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    private Path settingsFile() {
        return directory.resolve("server.properties");
    }

    /** Returns at once; clients have to wait until it is there. */
    public void start() {
        List<String> arguments = new ArrayList<>(flags);
        arguments.addAll(List.of(
                "-Dlog4j2.configurationFile=log4j2-broker.properties",
                "-cp",
                JavaProcess.classPathOfTests(),
                "kafka.Kafka",
                settingsFile().toString()));
        process = JavaProcess.start(directory, Map.of(), arguments, log);
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.close();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
