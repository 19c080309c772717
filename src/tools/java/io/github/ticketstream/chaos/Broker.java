package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.KafkaProcess;
import io.github.ticketstream.kit.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** One broker, which is a controller as well, as a process. Clients reach it only through its proxy. */
final class Broker implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";

    private final int id;
    private final Path directory;
    private final int forClients = Ports.free();
    private final int forBrokers = Ports.free();
    private final int forControllers = Ports.free();
    private final TcpProxy proxy = TcpProxy.to(forClients);
    private KafkaProcess process;

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
        process = new KafkaProcess(
                directory,
                settings,
                List.of("-Xmx200m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                new LogFile(directory.resolve("broker.log"))::write);
        process.format(clusterId);
    }

    void start() {
        process.start();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.kill();
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
