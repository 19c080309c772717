package io.github.ticketstream.published;

import java.nio.ByteBuffer;

/** How much is kept of the hash of a ticket's content. */
enum ContentWidth {
    /** To count: of 65,536 changes it misses one. */
    SHORT(Short.BYTES),
    /** To publish: as much as a mark holds. */
    LONG(Long.BYTES);

    private final int bytes;

    ContentWidth(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** What is kept of a hash; never 0, which stands for none. */
    long kept(long hash) {
        long kept = hash >>> (Long.SIZE - bytes * Byte.SIZE);
        return kept == 0 ? 1 : kept;
    }

    long read(byte[] from, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(from);
        return this == LONG ? buffer.getLong(offset) : buffer.getShort(offset) & 0xffffL;
    }

    /**
     * Takes what this process has seen for the content, unless only marks may say what it is.
     *
     * @return whether that is what stands there now
     */
    boolean learn(byte[] to, int offset, long kept) {
        if (this == SHORT) {
            write(to, offset, kept);
        }
        return read(to, offset) == kept;
    }

    void write(byte[] to, int offset, long kept) {
        ByteBuffer buffer = ByteBuffer.wrap(to);
        if (this == LONG) {
            buffer.putLong(offset, kept);
        } else {
            buffer.putShort(offset, (short) kept);
        }
    }
}
