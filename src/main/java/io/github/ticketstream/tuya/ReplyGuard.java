package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TuyaSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Reads each reply whole, and closes the connection if the reply is too large or has not arrived in time. The socket's
 * own time-out sees only pauses: with a header a second, or a {@code 102} a second, it would wait for ever. And the
 * client would read the rest of a large reply before it gives the connection back.
 */
final class ReplyGuard {
    private static final String GUARD = "reply-guard";

    private final TuyaSettings settings;
    private final Consumer<String> onSend;

    /** @param onSend is given the path of each request that has a connection; may refuse it by an exception */
    ReplyGuard(TuyaSettings settings, Consumer<String> onSend) {
        this.settings = settings;
        this.onSend = onSend;
    }

    /** Bytes are counted after unpacking, so that a small gzip can't grow without bound; time, once there is a connection. */
    void guard(HttpClientBuilder client) {
        client.addExecInterceptorFirst(GUARD, this::readWhole)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), GUARD + "-sends", this::send);
    }

    private ClassicHttpResponse readWhole(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Deadline deadline = new Deadline(scope.execRuntime);
        scope.clientContext.setAttribute(GUARD, deadline);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity sent = response.getEntity();
            response.setEntity(new ByteArrayEntity(sent == null ? new byte[0] : bytes(sent.getContent()), null));
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            scope.execRuntime.discardEndpoint();
            if (deadline.isPast) {
                // The closed socket's exception is not the cause.
                throw new IOException("the reply did not end within tuya.response-timeout ("
                        + settings.responseTimeout().toSeconds() + " s)");
            }
            throw e;
        } finally {
            deadline.end();
        }
    }

    private ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        onSend.accept(request.getPath());
        ((Deadline) scope.clientContext.getAttribute(GUARD)).begin();
        return chain.proceed(request, scope);
    }

    /**
     * @throws IOException if there are too many, or they break off; the body then stays open, because closing would
     *     read the rest
     */
    byte[] bytes(InputStream body) throws IOException {
        int most = settings.maxResponseSize();
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new IOException("the reply is larger than tuya.max-response-size (" + most + " bytes)");
        }
        body.close();
        return bytes;
    }

    /** The deadline of one reply, from the moment when its request is sent. */
    private final class Deadline {
        private final ExecRuntime connection;
        private CompletableFuture<Void> reply = CompletableFuture.completedFuture(null);
        private volatile boolean isPast;

        Deadline(ExecRuntime connection) {
            this.connection = connection;
        }

        /** Begins the time; once more if a proxy asks for a password first. */
        void begin() {
            end();
            reply = new CompletableFuture<Void>()
                    .orTimeout(settings.responseTimeout().toNanos(), TimeUnit.NANOSECONDS);
            CompletableFuture<Void> unused = reply.whenComplete((ended, late) -> {
                if (late != null) {
                    isPast = true;
                    connection.discardEndpoint();
                }
            });
        }

        void end() {
            reply.complete(null);
        }
    }
}
