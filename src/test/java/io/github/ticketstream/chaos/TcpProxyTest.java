package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that sends back what it gets. */
@Timeout(30)
final class TcpProxyTest {
    private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final TcpProxy proxy = TcpProxy.to(echo.getLocalPort());

    TcpProxyTest() throws IOException {
        Thread server = new Thread(this::serve, "echo");
        server.setDaemon(true);
        server.start();
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread echoing = new Thread(() -> echo(client), "echo-one");
                echoing.setDaemon(true);
                echoing.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException ignored) {
            // The test has closed it.
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 7)).isEqualTo(7);
        }
    }

    @Test
    void cutsConnectionsAndRefusesNewOnesUntilHealed() throws IOException {
        try (Socket client = connect()) {
            ask(client, 1);
            proxy.cut();

            assertThat(isOver(client)).isTrue();
            assertThatThrownBy(() -> {
                        try (Socket late = connect()) {
                            ask(late, 1);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        proxy.heal();
        try (Socket client = connect()) {
            assertThat(ask(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void swallowsEverythingWhileHalfOpen() throws IOException {
        proxy.halfOpen();
        try (Socket client = connect()) {
            client.setSoTimeout(300);

            assertThatThrownBy(() -> ask(client, 1)).isInstanceOf(SocketTimeoutException.class);
        }
        proxy.heal();
        try (Socket client = connect()) {
            assertThat(ask(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void delaysWhileSlow() throws IOException {
        proxy.slow(Duration.ofMillis(100), 1_000_000);
        try (Socket client = connect()) {
            long begin = System.nanoTime();
            ask(client, 1);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static int ask(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new IOException("closed");
        }
        return answer;
    }

    private static boolean isOver(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
