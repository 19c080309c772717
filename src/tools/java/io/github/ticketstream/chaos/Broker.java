package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.tools.StorageTool;

/**
 * One broker, which is a controller as well, as a process that can be killed and started again over the same disk. Clients
 * reach it only through its proxy.
 */
final class Broker implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";

    /** What all brokers have in common: three replicas of everything, two of which must agree. */
    private static final Map<String, String> SHARED = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("inter.broker.listener.name", "BROKERS"),
            Map.entry("controller.listener.names", "CONTROLLERS"),
            Map.entry("listener.security.protocol.map", "CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLERS:PLAINTEXT"),
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "6000"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.retention.ms", "-1"),
            // One that was killed is noticed after this time; one that is only slow, on a busy machine, must not be.
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("broker.session.timeout.ms", "4000"),
            // Three JVMs and the rest share few cores.
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("log.cleaner.dedupe.buffer.size", "16777216"));

    private final int id;
    private final Path directory;
    private final Path settingsFile;
    private final LogFile log;
    private final int forClients = Ports.free();
    private final int forBrokers = Ports.free();
    private final int forControllers = Ports.free();
    private final TcpProxy proxy = TcpProxy.to(forClients);
    private JavaProcess process;

    /** Nothing is written or started yet. */
    Broker(int id, Path directory) {
        this.id = id;
        this.directory = directory;
        this.settingsFile = directory.resolve("server.properties");
        this.log = new LogFile(directory.resolve("broker.log"));
    }

    int id() {
        return id;
    }

    TcpProxy proxy() {
        return proxy;
    }

    /** As all clients know it. */
    String address() {
        return HOST + proxy.port();
    }

    /** Past the proxy; also the other brokers use it. */
    String directAddress() {
        return HOST + forBrokers;
    }

    String voter() {
        return id + "@" + HOST + forControllers;
    }

    /** Prepares its disk as that of a new cluster's node. */
    void format(String clusterId, String voters) {
        Properties settings = new Properties();
        settings.putAll(SHARED);
        settings.put("log.dirs", directory.resolve("data").toString());
        settings.put("node.id", Integer.toString(id));
        settings.put("controller.quorum.voters", voters);
        settings.put(
                "listeners",
                "CLIENTS://" + HOST + forClients + ",BROKERS://" + HOST + forBrokers + ",CONTROLLERS://" + HOST
                        + forControllers);
        settings.put("advertised.listeners", "CLIENTS://" + address() + ",BROKERS://" + directAddress());
        try {
            Files.createDirectories(directory);
            try (OutputStream file = Files.newOutputStream(settingsFile)) {
                settings.store(file, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StorageTool.execute(
                new String[] {"format", "-t", clusterId, "-c", settingsFile.toString()},
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    /** Returns at once; clients have to wait until it is there. */
    void start() {
        List<String> arguments = List.of(
                "-Xmx200m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=log4j2-broker.properties",
                "-cp",
                JavaProcess.classPathOfTests(),
                "kafka.Kafka",
                settingsFile.toString());
        process = JavaProcess.start(directory, Map.of(), arguments, log::write);
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.close();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        proxy.close();
    }
}
