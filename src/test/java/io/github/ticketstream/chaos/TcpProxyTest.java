package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that sends back what it gets, to one client at a time. */
@Timeout(30)
final class TcpProxyTest {
    @Test
    void isTheBadNetworkThatItIsAskedToBeAndAGoodOneAgain() throws IOException {
        try (ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TcpProxy proxy = TcpProxy.to(echo.getLocalPort())) {
            Thread server = new Thread(() -> serve(echo), "echo");
            server.setDaemon(true);
            server.start();
            assertPasses(proxy);

            try (Socket client = connect(proxy)) {
                assertThat(ask(client)).isEqualTo(7);
                proxy.cut();
                assertThatIOException().isThrownBy(() -> ask(client));
                assertThatIOException().isThrownBy(() -> assertPasses(proxy));
            }
            proxy.heal();
            assertPasses(proxy);

            proxy.halfOpen();
            try (Socket client = connect(proxy)) {
                client.setSoTimeout(300);
                assertThatIOException().isThrownBy(() -> ask(client)).isInstanceOf(SocketTimeoutException.class);
            }
            proxy.heal();
            assertPasses(proxy);

            proxy.slow(Duration.ofMillis(100), 1_000_000);
            long begin = System.nanoTime();
            assertPasses(proxy);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        }
    }

    private static void serve(ServerSocket echo) {
        while (!echo.isClosed()) {
            try (Socket client = echo.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException ended) {
                // By the proxy or by the test.
            }
        }
    }

    private static void assertPasses(TcpProxy proxy) throws IOException {
        try (Socket client = connect(proxy)) {
            assertThat(ask(client)).isEqualTo(7);
        }
    }

    private static Socket connect(TcpProxy proxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static int ask(Socket client) throws IOException {
        client.getOutputStream().write(7);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new IOException("closed");
        }
        return answer;
    }
}
