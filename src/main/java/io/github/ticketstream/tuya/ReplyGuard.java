package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TuyaSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    private static final String WATCH = "reply-guard";

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
        client.addExecInterceptorFirst(WATCH, this::watch)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), WATCH + "-sends", this::send);
    }

    private ClassicHttpResponse watch(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Watch watch = new Watch(scope.execRuntime);
        scope.clientContext.setAttribute(WATCH, watch);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            if (response.getEntity() == null) {
                watch.end();
            } else {
                response.setEntity(new GuardedEntity(response.getEntity(), watch));
            }
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            watch.end();
            if (watch.isLate) {
                throw watch.late();
            }
            throw e;
        }
    }

    private ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        onSend.accept(request.getPath());
        ((Watch) scope.clientContext.getAttribute(WATCH)).begin();
        return chain.proceed(request, scope);
    }

    /** Over one reply. */
    private final class Watch {
        private final ExecRuntime connection;
        private Future<?> giveUp;
        private volatile boolean isLate;

        Watch(ExecRuntime connection) {
            this.connection = connection;
        }

        void begin() {
            giveUp = timer.schedule(
                    () -> {
                        isLate = true;
                        connection.discardEndpoint();
                    },
                    settings.responseTimeout().toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        void end() {
            if (giveUp != null) {
                giveUp.cancel(false);
            }
        }

        /** What the closed socket says is no cause. */
        IOException late() {
            return new IOException("the reply did not end within tuya.response-timeout ("
                    + settings.responseTimeout().toSeconds() + " s)");
        }

        IOException tooLarge() {
            connection.discardEndpoint();
            return new IOException(
                    "the reply is larger than tuya.max-response-size (" + settings.maxResponseSize() + " bytes)");
        }
    }

    private final class GuardedEntity extends HttpEntityWrapper {
        private final Watch watch;
        private InputStream content;

        GuardedEntity(HttpEntity entity, Watch watch) {
            super(entity);
            this.watch = watch;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new GuardedStream(super.getContent(), watch);
            }
            return content;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                watch.end();
            }
        }
    }

    private final class GuardedStream extends FilterInputStream {
        private final Watch watch;
        private long left = settings.maxResponseSize();

        GuardedStream(InputStream content, Watch watch) {
            super(content);
            this.watch = watch;
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
                throw watch.isLate ? watch.late() : e;
            }
            left -= Math.max(count, 0);
            if (left < 0) {
                throw watch.tooLarge();
            }
            return count;
        }

        /** May wait, too, for what is left of the reply. */
        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                watch.end();
            }
        }
    }
}
