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
import kafka.tools.StorageTool;

/**
 * One broker, which is a controller as well, as a process that can be killed and started again over the same disk. Clients
 * reach it only through its proxy.
 */
final class Broker implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";

    /** Three replicas of everything, two of which must agree. */
    private static final String SETTINGS =
            """
            node.id=%d
            log.dirs=%s
            controller.quorum.voters=%s
            listeners=CLIENTS://127.0.0.1:%d,BROKERS://127.0.0.1:%d,CONTROLLERS://127.0.0.1:%d
            advertised.listeners=CLIENTS://%s,BROKERS://%s
            listener.security.protocol.map=CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLERS:PLAINTEXT
            inter.broker.listener.name=BROKERS
            controller.listener.names=CONTROLLERS
            process.roles=broker,controller
            default.replication.factor=3
            min.insync.replicas=2
            offsets.topic.replication.factor=3
            offsets.topic.num.partitions=1
            transaction.state.log.replication.factor=3
            transaction.state.log.min.isr=2
            transaction.state.log.num.partitions=1
            transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=6000
            auto.create.topics.enable=false
            log.retention.ms=-1
            # A broker that was killed is noticed after this time; a slow one, on a busy machine, must not be.
            broker.heartbeat.interval.ms=500
            broker.session.timeout.ms=4000
            # Three JVMs and the rest share few cores.
            num.network.threads=2
            num.io.threads=4
            background.threads=2
            log.cleaner.dedupe.buffer.size=16777216
            """;

    private final int id;
    private final Path directory;
    private final Path settingsFile;
    private final LogFile log;
    private final int forClients = Ports.free();
    private final int forBrokers = Ports.free();
    private final int forControllers = Ports.free();
    private final TcpProxy proxy = TcpProxy.to(forClients);
    private JavaProcess process;

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

    String address() {
        return HOST + proxy.port();
    }

    /** Returns the address past the proxy, for the other brokers as well. */
    String directAddress() {
        return HOST + forBrokers;
    }

    String voter() {
        return id + "@" + HOST + forControllers;
    }

    void format(String clusterId, String voters) {
        String settings = SETTINGS.formatted(
                id,
                directory.resolve("data"),
                voters,
                forClients,
                forBrokers,
                forControllers,
                address(),
                directAddress());
        try {
            Files.createDirectories(directory);
            Files.writeString(settingsFile, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StorageTool.execute(
                new String[] {"format", "-t", clusterId, "-c", settingsFile.toString()},
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    /** Starts it and returns at once; clients must wait until it is there. */
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
