package io.github.ticketstream.published;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The places of tickets, by their numbers. They lie one behind the other in chunks of bytes, each with some bytes in front of
 * its number for what is known of it; a table finds them, by open addressing with linear probing. Not for several threads.
 */
final class TicketTable {
    static final int FREE = 0;

    /** Of a place, the lower 16 bits are the offset within its chunk. */
    private static final int CHUNK_BITS = 16;

    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int LONGEST_NUMBER = 255;
    /** No UTF-8 begins like this. */
    private static final byte DIGEST = (byte) 0xff;

    /** Bytes in front of a number; the last one of them is its length. */
    private final int front;

    private byte[][] chunks = {new byte[CHUNK]};
    private int lastChunk;
    /** The first place of all stays empty, since 0 means none. */
    private int used = 1;

    private int[] table = new int[1 << 10];
    private int size;

    /** @param known bytes for what is known of each ticket */
    TicketTable(int known) {
        this.front = known + 1;
    }

    /** The place of a number; {@link #FREE} if there is none. */
    int find(String ticketNo) {
        byte[] number = bytes(ticketNo);
        return table[slot(number, 0, number.length)];
    }

    /** The place of a number, which it has from now on; all in front of it is 0 at first. */
    int findOrAdd(String ticketNo) {
        byte[] number = bytes(ticketNo);
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
        int number = offset(place) + front;
        return length(place) == length && Arrays.equals(chunk, number, number + length, bytes, offset, offset + length);
    }

    private int append(byte[] number) {
        if (used + front + number.length > CHUNK) {
            addChunk();
        }
        byte[] chunk = chunks[lastChunk];
        chunk[used + front - 1] = (byte) number.length;
        System.arraycopy(number, 0, chunk, used + front, number.length);
        int place = lastChunk << CHUNK_BITS | used;
        used += front + number.length;
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
                table[slot(chunk(place), offset(place) + front, length(place))] = place;
            }
        }
    }

    /** All places that are taken now. */
    IntStream places() {
        return Arrays.stream(table).filter(place -> place != FREE);
    }

    /** The number at a place; empty for one that is longer than any should be. */
    String number(int place) {
        byte[] chunk = chunk(place);
        int number = offset(place) + front;
        return length(place) > 0 && chunk[number] == DIGEST
                ? ""
                : new String(chunk, number, length(place), StandardCharsets.UTF_8);
    }

    /** Where the bytes of a place lie. */
    byte[] chunk(int place) {
        return chunks[place >>> CHUNK_BITS];
    }

    /** Where within its chunk a place begins. */
    static int offset(int place) {
        return place & (CHUNK - 1);
    }

    private int length(int place) {
        return chunk(place)[offset(place) + front - 1] & 0xff;
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
