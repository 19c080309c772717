package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TuyaSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Gives up the connection of a reply that is too large, or whose head and body have not arrived in time. The socket's own
 * time-out sees only pauses: a header a second, or a {@code 102} a second, would go on for ever. And the client would drain
 * what is left of a large reply before it gives the connection back.
 */
final class ReplyGuard {
    private static final String GUARD = "reply-guard";

    private final TuyaSettings settings;
    private final Consumer<String> onSend;
    private final ScheduledThreadPoolExecutor timer;

    /** @param onSend is given the path of each request that has a connection; may refuse it by an exception */
    ReplyGuard(TuyaSettings settings, Consumer<String> onSend) {
        this.settings = settings;
        this.onSend = onSend;
        // Not one of Camel's, which keep what was cancelled until its time has come. Its thread ends when there is no
        // request.
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "reply-guard");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Bytes are counted after unpacking, so that a small gzip can't grow without bound; time, once there is a connection. */
    void guard(HttpClientBuilder client) {
        client.addExecInterceptorFirst(GUARD, this::watch)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), GUARD + "-sends", this::send);
    }

    private ClassicHttpResponse watch(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Guarded guarded = new Guarded(scope.execRuntime);
        scope.clientContext.setAttribute(GUARD, guarded);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                guarded.close();
                return response;
            }
            response.setEntity(new HttpEntityWrapper(entity) {
                @Override
                public InputStream getContent() throws IOException {
                    return guarded.over(super.getContent());
                }
            });
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            guarded.close();
            if (guarded.isLate) {
                throw guarded.late();
            }
            throw e;
        }
    }

    private ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        onSend.accept(request.getPath());
        ((Guarded) scope.clientContext.getAttribute(GUARD)).begin();
        return chain.proceed(request, scope);
    }

    /** One reply's body, watched from the moment when its request is sent. */
    private final class Guarded extends FilterInputStream {
        private final ExecRuntime connection;
        private Future<?> giveUp = CompletableFuture.completedFuture(null);
        private volatile boolean isLate;
        private long left = settings.maxResponseSize();

        Guarded(ExecRuntime connection) {
            super(nullInputStream());
            this.connection = connection;
        }

        /** Once more, if a proxy asks for a password first. */
        void begin() {
            giveUp.cancel(false);
            giveUp = timer.schedule(
                    () -> {
                        isLate = true;
                        connection.discardEndpoint();
                    },
                    settings.responseTimeout().toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        InputStream over(InputStream content) {
            in = content;
            return this;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(buffer, offset, length);
            } catch (IOException e) {
                throw isLate ? late() : e;
            }
            left -= Math.max(count, 0);
            if (left < 0) {
                connection.discardEndpoint();
                throw new IOException(
                        "the reply is larger than tuya.max-response-size (" + settings.maxResponseSize() + " bytes)");
            }
            return count;
        }

        /** What the closed socket says is no cause. */
        IOException late() {
            return new IOException("the reply did not end within tuya.response-timeout ("
                    + settings.responseTimeout().toSeconds() + " s)");
        }

        /** Waits, too, for what is left of the reply. */
        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                giveUp.cancel(false);
            }
        }
    }
}
