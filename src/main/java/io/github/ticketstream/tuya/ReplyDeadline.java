package io.github.ticketstream.tuya;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Gives up the connection of a reply whose head and body have not arrived in time. The socket's own time-out sees only
 * pauses: a header a second, or a {@code 102} a second, would go on for ever.
 */
final class ReplyDeadline implements ExecChainHandler {
    private final Duration longest;
    private final ScheduledExecutorService timer;
    private final Consumer<String> onSend;

    /**
     * @param timer gives up what is late
     * @param onSend is given the path of each request that has a connection; may refuse it by an exception
     */
    ReplyDeadline(Duration longest, ScheduledExecutorService timer, Consumer<String> onSend) {
        this.longest = longest;
        this.timer = timer;
        this.onSend = onSend;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        onSend.accept(request.getPath());
        Watch watch = new Watch(scope);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            if (response.getEntity() == null) {
                watch.end();
            } else {
                response.setEntity(new WatchedEntity(response, watch));
            }
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            watch.end();
            if (watch.isLate()) {
                throw watch.late();
            }
            throw e;
        }
    }

    private final class Watch {
        private final Future<?> giveUp;
        private volatile boolean late;

        Watch(ExecChain.Scope scope) {
            giveUp = timer.schedule(
                    () -> {
                        late = true;
                        scope.execRuntime.discardEndpoint();
                    },
                    longest.toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        void end() {
            giveUp.cancel(false);
        }

        boolean isLate() {
            return late;
        }

        /** What the closed socket says is no cause. */
        IOException late() {
            return new IOException(
                    "the reply did not end within tuya.response-timeout (" + longest.toSeconds() + " s)");
        }
    }

    private static final class WatchedEntity extends HttpEntityWrapper {
        private final Watch watch;
        private InputStream content;

        WatchedEntity(ClassicHttpResponse response, Watch watch) {
            super(response.getEntity());
            this.watch = watch;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new WatchedStream(super.getContent(), watch);
            }
            return content;
        }

        @Override
        public void close() throws IOException {
            watch.end();
            super.close();
        }
    }

    private static final class WatchedStream extends FilterInputStream {
        private final Watch watch;

        WatchedStream(InputStream content, Watch watch) {
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
            try {
                int count = super.read(buffer, offset, length);
                if (count < 0) {
                    watch.end();
                }
                return count;
            } catch (IOException e) {
                throw watch.isLate() ? watch.late() : e;
            }
        }

        @Override
        public void close() throws IOException {
            watch.end();
            super.close();
        }
    }
}
