package io.github.ticketstream.process;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Standard output or standard error without waiting for the reader: a paused terminal or a hanging log driver must not
 * block a thread that writes a line. Lines wait in memory, up to a limit; later ones are dropped and counted. When the
 * reader has taken all lines, the log says how many were dropped. A thread of its own does the waiting.
 */
public final class StandardOutput extends OutputStream {
    private static final int MAX_BYTES = 1 << 20;
    /** At the end, the program does not wait for a reader that has taken nothing for so long. */
    private static final Duration STANDSTILL = Duration.ofMillis(500);

    private static volatile List<StandardOutput> guarded = List.of();

    private final String name;
    private final OutputStream reader;
    private final int maxBytes;
    private final ExecutorService writer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** Bytes of all lines that were not taken yet, including the one that is being written. */
    private int waitingBytes;

    private long taken;
    private long dropped;
    /** Dropped lines that the log has not mentioned yet. */
    private long unlogged;

    /** @param reader where it ends up; may block, and may fail */
    StandardOutput(String name, OutputStream reader, int maxBytes) {
        this.name = name;
        this.reader = reader;
        this.maxBytes = maxBytes;
        this.writer = Executors.newSingleThreadExecutor(step -> {
            Thread thread = new Thread(step, "standard-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** From here on, printing never waits. Call it before anything is logged: a log keeps the streams it finds. */
    public static void guard() {
        StandardOutput out = new StandardOutput("output", new FileOutputStream(FileDescriptor.out), MAX_BYTES);
        StandardOutput err = new StandardOutput("error", new FileOutputStream(FileDescriptor.err), MAX_BYTES);
        guarded = List.of(out, err);
        System.setOut(new PrintStream(out, false, charset("stdout")));
        System.setErr(new PrintStream(err, false, charset("stderr")));
    }

    /** The terminal's, as the JVM found it: JDK 17 and later ones have different names for it. */
    private static Charset charset(String stream) {
        String known = System.getProperty(stream + ".encoding", System.getProperty("sun." + stream + ".encoding"));
        return known == null ? Charset.defaultCharset() : Charset.forName(known);
    }

    /** Waits until the reader has taken all lines, as long as it takes any. */
    public static void drain(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        guarded.forEach(output -> output.drainUntil(end));
    }

    /** Lines that were dropped since the start. */
    public static long dropped() {
        return guarded.stream().mapToLong(StandardOutput::droppedLines).sum();
    }

    /** Returns a notice for an operator; empty if nothing was dropped, or if the log has reported it. */
    public static String notice() {
        return guarded.stream()
                .map(StandardOutput::lost)
                .filter(lost -> !lost.isEmpty())
                .collect(Collectors.joining("; "));
    }

    synchronized long droppedLines() {
        return dropped;
    }

    synchronized String lost() {
        return unlogged == 0
                ? ""
                : unlogged + " lines were dropped, since nobody reads standard " + name
                        + "; what to do: read it, or look why its log driver or terminal does not";
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int begin = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                append(bytes, begin, i + 1 - begin);
                endLine();
                begin = i + 1;
            }
        }
        append(bytes, begin, offset + length - begin);
    }

    private void append(byte[] bytes, int offset, int length) {
        // One byte too many shows that the line is too long; it is dropped as a whole.
        line.write(bytes, offset, Math.min(length, maxBytes + 1 - line.size()));
    }

    private void endLine() {
        byte[] whole = line.toByteArray();
        line.reset();
        if (waitingBytes + whole.length > maxBytes) {
            drop();
        } else {
            waitingBytes += whole.length;
            writer.execute(() -> print(whole));
        }
    }

    private void drop() {
        dropped++;
        unlogged++;
    }

    /** A line without its end, such as a prompt. */
    @Override
    public synchronized void flush() {
        if (line.size() > 0) {
            endLine();
        }
    }

    private void print(byte[] whole) {
        long lost = done(whole, isTaken(whole));
        if (lost > 0) {
            LoggerFactory.getLogger(StandardOutput.class)
                    .warn("{} lines before this one were dropped: nobody read standard {}", lost, name);
        }
    }

    private boolean isTaken(byte[] whole) {
        try {
            reader.write(whole);
            reader.flush();
            return true;
        } catch (IOException e) {
            // A pipe without a reader, or a full disk, which can have room again.
            return false;
        }
    }

    /** Returns how many lost lines to report, once all are known: a slow reader goes on losing lines. */
    private synchronized long done(byte[] whole, boolean written) {
        taken++;
        waitingBytes -= whole.length;
        notifyAll();
        if (!written) {
            drop();
            return 0;
        }
        long lost = waitingBytes == 0 ? unlogged : 0;
        unlogged -= lost;
        return lost;
    }

    private synchronized void drainUntil(long end) {
        flush();
        long seen = taken;
        long since = System.nanoTime();
        while (waitingBytes > 0) {
            long now = System.nanoTime();
            if (taken != seen) {
                seen = taken;
                since = now;
            }
            if (now >= end || now - since > STANDSTILL.toNanos()) {
                return;
            }
            try {
                wait(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
