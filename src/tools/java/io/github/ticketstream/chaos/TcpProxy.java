package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A proxy between a client and a port of this machine, which can behave like a bad network. */
public final class TcpProxy implements AutoCloseable {
    private enum Mode {
        OPEN,
        CUT,
        SLOW,
        HALF_OPEN
    }

    /** The delay after which a slow piece notices that the network is good again. */
    private static final long LOOK_NANOS = 10_000_000;

    private final int port;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.OPEN;
    private volatile long latencyNanos;
    private volatile long nanosPerByte;
    private ServerSocket server;

    private TcpProxy(int port, int target) {
        this.port = port;
        this.target = target;
    }

    /** Passes everything on to that port of the loopback. */
    public static TcpProxy to(int target) {
        TcpProxy proxy = new TcpProxy(Ports.free(), target);
        proxy.open();
        return proxy;
    }

    public int port() {
        return port;
    }

    /** Shuts all connections and refuses new ones. */
    public synchronized void cut() {
        mode = Mode.CUT;
        if (server != null) {
            shut(server);
            server = null;
        }
        shutConnections();
    }

    /** Everything goes on, but each piece takes its time. */
    public synchronized void slow(Duration latency, int bytesPerSecond) {
        latencyNanos = latency.toNanos();
        nanosPerByte = 1_000_000_000L / bytesPerSecond;
        mode = Mode.SLOW;
    }

    /** Takes connections and bytes, and passes nothing on, not even the end of a connection. */
    public synchronized void halfOpen() {
        mode = Mode.HALF_OPEN;
    }

    /** Makes the network good again. Connections that lost bytes are shut. */
    public synchronized void heal() {
        if (mode == Mode.HALF_OPEN) {
            shutConnections();
        }
        mode = Mode.OPEN;
        if (server == null) {
            open();
        }
    }

    @Override
    public synchronized void close() {
        cut();
    }

    private synchronized void open() {
        try {
            server = Ports.listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy can't listen at " + port, e);
        }
        ServerSocket listening = server;
        run("accept", () -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                sockets.add(client);
                run("connect", () -> connect(client));
            } catch (IOException shut) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        sockets.add(upstream);
        try {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException down) {
            end(client, upstream);
            return;
        }
        if (mode == Mode.CUT) {
            // The cut came while we connected and did not see this one.
            end(client, upstream);
            return;
        }
        run("up", () -> pump(client, upstream));
        pump(upstream, client);
    }

    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (mode == Mode.SLOW) {
                    dawdle(length);
                }
                if (mode != Mode.HALF_OPEN) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException ended) {
            // As at the end of the stream.
        }
        if (mode != Mode.HALF_OPEN) {
            end(from, to);
        }
    }

    private void dawdle(int bytes) {
        long end = System.nanoTime() + latencyNanos + bytes * nanosPerByte;
        while (mode == Mode.SLOW && System.nanoTime() < end) {
            LockSupport.parkNanos(Math.min(end - System.nanoTime(), LOOK_NANOS));
        }
    }

    private void shutConnections() {
        sockets.forEach(this::end);
    }

    private void end(Socket... ended) {
        for (Socket socket : ended) {
            sockets.remove(socket);
            shut(socket);
        }
    }

    private static void shut(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket can't be shut", e);
        }
    }

    private static void run(String what, Runnable task) {
        Thread thread = new Thread(task, "proxy-" + what);
        thread.setDaemon(true);
        thread.start();
    }
}
