package io.github.ticketstream.tuya;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Ends a reply that is too large by giving up its connection: the client would otherwise drain what is left of it before it
 * gives the connection back.
 */
final class ReplyLimits implements ExecChainHandler {
    private final int mostBytes;

    /** @param mostBytes counted after unpacking, so that a small gzip can't grow without bound */
    ReplyLimits(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (response.getEntity() != null) {
            response.setEntity(new LimitedEntity(response.getEntity(), scope));
        }
        return response;
    }

    private final class LimitedEntity extends HttpEntityWrapper {
        private final ExecChain.Scope scope;
        private InputStream content;

        LimitedEntity(HttpEntity entity, ExecChain.Scope scope) {
            super(entity);
            this.scope = scope;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new LimitedStream(super.getContent(), scope);
            }
            return content;
        }
    }

    private final class LimitedStream extends FilterInputStream {
        private final ExecChain.Scope scope;
        private long left = mostBytes;

        LimitedStream(InputStream content, ExecChain.Scope scope) {
            super(content);
            this.scope = scope;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                scope.execRuntime.discardEndpoint();
                throw new IOException("the reply is larger than tuya.max-response-size (" + mostBytes + " bytes)");
            }
            return count;
        }
    }
}
