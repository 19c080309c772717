package io.github.ticketstream.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Ports that stay free while their owner is down. The system gives the ports from 32768 on to outgoing connections, and one
 * of those could take the port of a broker that was killed.
 */
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int LAST = 32_000;
    private static final Random RANDOM = new Random();

    private Ports() {}

    public static int free() {
        while (true) {
            int port = RANDOM.nextInt(FIRST, LAST);
            try (ServerSocket socket = listen(port)) {
                return socket.getLocalPort();
            } catch (IOException ignored) {
                // Taken: the next one.
            }
        }
    }

    public static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return socket;
    }
}
