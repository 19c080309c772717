package io.github.ticketstream.published;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Everything that is kept per ticket, in one place and in few bytes: the version that was last published, the state in which
 * it was last seen, and the walk that saw it last. A million tickets take about 40 MB; strings in a hash map take twice
 * that for the versions alone. Exact: tickets are compared by their numbers, not by hashes of them.
 *
 * <p>Tickets lie one behind the other in chunks of bytes; the table has their places, by open addressing with linear
 * probing. A ticket that was forgotten keeps its place, in case it comes back. For several threads: a replica
 * that has just lost its election may still read a page while it already reads the state topic.
 */
public final class KnownTickets {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Of a place, the lower 16 bits are the offset within its chunk. */
    private static final int CHUNK_BITS = 16;

    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FREE = 0;

    // What lies at a ticket's place.
    private static final int VERSION = 0;
    private static final int WALK = VERSION + Long.BYTES;
    private static final int STATE = WALK + Integer.BYTES;
    private static final int LENGTH = STATE + 1;
    private static final int NUMBER = LENGTH + 1;

    private static final int LONGEST_NUMBER = 255;
    /** No UTF-8 begins like this. */
    private static final byte DIGEST = (byte) 0xff;

    private byte[][] chunks = {new byte[CHUNK]};
    private int lastChunk;
    /** The first place of all stays empty, since 0 means none. */
    private int used = 1;

    private int[] table = new int[1 << 10];
    private int size;
    private int walks;

    /** The version of a ticket, as it was set; 0 if none was. */
    public synchronized long version(String number) {
        int place = find(bytes(number));
        return place == FREE ? 0 : (long) LONG.get(chunk(place), offset(place) + VERSION);
    }

    /** Sets the version of a ticket, 0 for none, and returns the one before. */
    synchronized long setVersion(String number, long version) {
        int place = findOrAdd(bytes(number));
        long before = (long) LONG.get(chunk(place), offset(place) + VERSION);
        LONG.set(chunk(place), offset(place) + VERSION, version);
        return before;
    }

    /** As if no version had ever been set. */
    synchronized void forgetVersions() {
        for (int place : table) {
            if (place != FREE) {
                LONG.set(chunk(place), offset(place) + VERSION, 0L);
            }
        }
    }

    /** Notes the state of a ticket, from 0 to 127, and returns the one before; 0 if there was none. */
    public synchronized int putState(String number, int state) {
        int place = findOrAdd(bytes(number));
        byte[] chunk = chunk(place);
        int before = chunk[offset(place) + STATE];
        chunk[offset(place) + STATE] = (byte) state;
        return before;
    }

    /** The number of another walk over the list, larger than those before and than 0: it has seen nothing yet. */
    public synchronized int nextWalk() {
        return ++walks;
    }

    /**
     * Notes that a walk has seen a ticket.
     *
     * @return the walk that had seen it last; 0 if none had
     */
    public synchronized int see(String number, int walk) {
        int place = findOrAdd(bytes(number));
        int before = (int) INT.get(chunk(place), offset(place) + WALK);
        INT.set(chunk(place), offset(place) + WALK, walk);
        return before;
    }

    /** Whether a walk has seen a ticket. */
    public synchronized boolean isSeen(String number, int walk) {
        int place = find(bytes(number));
        return place != FREE && (int) INT.get(chunk(place), offset(place) + WALK) == walk;
    }

    private int find(byte[] number) {
        return table[slot(number, 0, number.length)];
    }

    private int findOrAdd(byte[] number) {
        int slot = slot(number, 0, number.length);
        if (table[slot] != FREE) {
            return table[slot];
        }
        // Each place that is looked at in vain costs more than the memory for another one.
        if (size >= table.length / 2) {
            grow();
            slot = slot(number, 0, number.length);
        }
        table[slot] = append(number);
        size++;
        return table[slot];
    }

    /** Where the table has this number, or would have it. */
    private int slot(byte[] bytes, int offset, int length) {
        int mask = table.length - 1;
        int slot = MurmurHash3.hash32x86(bytes, offset, length, 0) & mask;
        while (table[slot] != FREE && !isAt(table[slot], bytes, offset, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isAt(int place, byte[] bytes, int offset, int length) {
        byte[] chunk = chunk(place);
        int number = offset(place) + NUMBER;
        return length(place) == length && Arrays.equals(chunk, number, number + length, bytes, offset, offset + length);
    }

    private int append(byte[] number) {
        if (used + NUMBER + number.length > CHUNK) {
            addChunk();
        }
        byte[] chunk = chunks[lastChunk];
        chunk[used + LENGTH] = (byte) number.length;
        System.arraycopy(number, 0, chunk, used + NUMBER, number.length);
        int place = lastChunk << CHUNK_BITS | used;
        used += NUMBER + number.length;
        return place;
    }

    /** What fails, for want of memory, fails before anything is changed. */
    private void addChunk() {
        int next = lastChunk + 1;
        if (next == 1 << CHUNK_BITS) {
            throw new IllegalStateException("more tickets than 4 GB hold");
        }
        if (next == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
        }
        chunks[next] = new byte[CHUNK];
        lastChunk = next;
        used = 0;
    }

    private void grow() {
        int[] old = table;
        table = new int[old.length * 2];
        for (int place : old) {
            if (place != FREE) {
                table[slot(chunk(place), offset(place) + NUMBER, length(place))] = place;
            }
        }
    }

    private byte[] chunk(int place) {
        return chunks[place >>> CHUNK_BITS];
    }

    private static int offset(int place) {
        return place & (CHUNK - 1);
    }

    private int length(int place) {
        return chunk(place)[offset(place) + LENGTH] & 0xff;
    }

    /** A number that is longer than any should be is kept as its SHA-256. */
    private static byte[] bytes(String number) {
        byte[] bytes = number.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_NUMBER) {
            return bytes;
        }
        byte[] digest = DigestUtils.sha256(bytes);
        return ByteBuffer.allocate(1 + digest.length).put(DIGEST).put(digest).array();
    }
}
