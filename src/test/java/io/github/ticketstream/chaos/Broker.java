package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.JavaProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.tools.StorageTool;

/** One broker, which is a controller as well, as a process. Clients reach it only through its proxy. */
final class Broker implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";

    private final int id;
    private final Path directory;
    private final int forClients = Ports.free();
    private final int forBrokers = Ports.free();
    private final int forControllers = Ports.free();
    private final TcpProxy proxy = TcpProxy.to(forClients);
    private JavaProcess process;

    Broker(int id, Path directory) {
        this.id = id;
        this.directory = directory;
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

    void format(String clusterId, String voters) {
        Properties settings = new Properties();
        settings.putAll(ClusterSettings.ALL);
        settings.put("node.id", Integer.toString(id));
        settings.put("controller.quorum.voters", voters);
        settings.put(
                "listeners",
                "CLIENTS://" + HOST + forClients + ",BROKERS://" + HOST + forBrokers + ",CONTROLLERS://" + HOST
                        + forControllers);
        settings.put("advertised.listeners", "CLIENTS://" + address() + ",BROKERS://" + directAddress());
        settings.put("log.dirs", directory.resolve("data").toString());
        try {
            Files.createDirectories(directory);
            try (OutputStream file = Files.newOutputStream(settingsFile())) {
                settings.store(file, "one broker of the crash kit");
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

    void start() {
        process = JavaProcess.start(
                directory,
                Map.of(),
                List.of(
                        "-Xmx200m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=log4j2-broker.properties",
                        "-cp",
                        JavaProcess.classPathOfTests(),
                        "kafka.Kafka",
                        settingsFile().toString()),
                new LogFile(directory.resolve("broker.log"))::write);
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.kill().exitCode(Duration.ofSeconds(10));
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        proxy.close();
    }
}
