package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy: {@code CONNECT} for HTTPS, requests by their whole address for HTTP. Whatever host it is asked for, it
 * leads to one port of this machine, so that only the proxy needs to resolve names.
 */
public final class HttpProxy implements AutoCloseable {
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "http-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final ServerSocket server;
    private final int target;
    private final int refusal;

    /** @param target the port to which everything leads */
    public HttpProxy(int target) {
        this(target, 0);
    }

    /** Returns a proxy that answers everything with this status. */
    public static HttpProxy refusing(int status) {
        return new HttpProxy(0, status);
    }

    private HttpProxy(int target, int refusal) {
        this.target = target;
        this.refusal = refusal;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The first line of each request, such as {@code CONNECT openapi.example.com:443 HTTP/1.1}. */
    public List<String> asked() {
        return heads.stream().map(HttpProxy::firstLine).toList();
    }

    private static String firstLine(String head) {
        return head.substring(0, head.indexOf("\r\n"));
    }

    /** Whole heads of requests, their lines joined. */
    public List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            String head = head(in);
            while (!head.isEmpty()) {
                heads.add(head);
                String line = firstLine(head);
                if (refusal != 0) {
                    String reply = "HTTP/1.1 " + refusal + " No\r\nContent-Length: 0\r\n\r\n";
                    client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                    return;
                }
                if (line.startsWith("CONNECT ")) {
                    tunnel(client);
                    return;
                }
                forward(head, line, client.getOutputStream());
                head = head(in);
            }
        } catch (IOException e) {
            // One of the two has hung up.
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> copy(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has hung up.
        }
    }

    /** Forwards a request with its path alone, as a proxy does; one request a connection. */
    private void forward(String head, String line, OutputStream client) throws IOException {
        String[] words = line.split(" ");
        URI address = URI.create(words[1]);
        String path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        String request =
                head.replace(line, words[0] + " " + path + " HTTP/1.1").replaceAll("(?im)^Connection:.*\r\n", "")
                        + "Connection: close\r\n\r\n";
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            server.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            server.getInputStream().transferTo(client);
        }
        throw new IOException("one reply a connection");
    }

    /** Reads a head up to the empty line. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.substring(0, head.length() - 2);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
