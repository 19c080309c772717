package io.github.ticketstream.process;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Standard output, or standard error, that never waits for whoever reads it: a paused terminal or a log driver that hangs
 * must not hold up what only wanted to write a line. Lines wait in memory, up to a limit; those beyond it are dropped and
 * counted, and when all that waited has been taken, the log says how many there were. A thread of its own does the waiting.
 */
public final class StandardOutput extends OutputStream {
    private static final int MAX_BYTES = 1 << 20;
    /** Who has not taken anything for so long is not waited for at the end. */
    private static final Duration STANDSTILL = Duration.ofMillis(500);

    private static volatile List<StandardOutput> guarded = List.of();

    private final String name;
    private final OutputStream reader;
    private final int mostBytes;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** Of all lines that were not taken yet, the one that is being written included. */
    private int waitingBytes;

    private long taken;
    private long dropped;
    private long untold;

    /** @param reader where it ends up; may block, and may fail */
    StandardOutput(String name, OutputStream reader, int mostBytes) {
        this.name = name;
        this.reader = reader;
        this.mostBytes = mostBytes;
    }

    /** From here on, nothing that prints waits. To be called before anything is logged: a log keeps the streams it finds. */
    public static void guard() {
        StandardOutput out = new StandardOutput("output", new FileOutputStream(FileDescriptor.out), MAX_BYTES);
        StandardOutput err = new StandardOutput("error", new FileOutputStream(FileDescriptor.err), MAX_BYTES);
        guarded = List.of(out.start(), err.start());
        System.setOut(new PrintStream(out, false, charset("stdout")));
        System.setErr(new PrintStream(err, false, charset("stderr")));
    }

    /** The terminal's, as the JVM found it: JDK 17 and later ones have different names for it. */
    private static Charset charset(String stream) {
        String known = System.getProperty(stream + ".encoding", System.getProperty("sun." + stream + ".encoding"));
        return known == null ? Charset.defaultCharset() : Charset.forName(known);
    }

    /** Waits until all that was printed has been taken, as long as anything is taken at all. */
    public static void drain(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        guarded.forEach(output -> output.drainUntil(end));
    }

    /** Lines that were dropped since the start. */
    public static long dropped() {
        return guarded.stream().mapToLong(StandardOutput::droppedLines).sum();
    }

    /** What an operator should know; empty if nothing was dropped, or the log has said so. */
    public static String notice() {
        return guarded.stream()
                .map(StandardOutput::lost)
                .filter(lost -> !lost.isEmpty())
                .collect(Collectors.joining("; "));
    }

    StandardOutput start() {
        Thread writer = new Thread(this::writeOn, "standard-" + name);
        writer.setDaemon(true);
        writer.start();
        return this;
    }

    synchronized long droppedLines() {
        return dropped;
    }

    synchronized String lost() {
        return untold == 0
                ? ""
                : untold + " lines were dropped, since nobody reads standard " + name
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
        // One byte too many tells that the line is too long; it is dropped as a whole.
        line.write(bytes, offset, Math.min(length, mostBytes + 1 - line.size()));
    }

    private void endLine() {
        if (waitingBytes + line.size() > mostBytes) {
            drop();
        } else {
            waiting.add(line.toByteArray());
            waitingBytes += line.size();
            notifyAll();
        }
        line.reset();
    }

    private void drop() {
        dropped++;
        untold++;
    }

    /** What is no whole line yet, such as one that ends without moving on. */
    @Override
    public synchronized void flush() {
        if (line.size() > 0) {
            endLine();
        }
    }

    private void writeOn() {
        try {
            while (true) {
                byte[] next = next();
                long lost = done(next, isTaken(next));
                if (lost > 0) {
                    LoggerFactory.getLogger(StandardOutput.class)
                            .warn("{} lines before this one were dropped: nobody read standard {}", lost, name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Nobody does.
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return waiting.remove();
    }

    private boolean isTaken(byte[] bytes) {
        try {
            reader.write(bytes);
            reader.flush();
            return true;
        } catch (IOException e) {
            // A pipe without a reader, or a full disk, which can have room again.
            return false;
        }
    }

    /** Returns how many lines are now to be told as lost: only when they are through, since whoever is slow loses on. */
    private synchronized long done(byte[] bytes, boolean written) {
        taken++;
        waitingBytes -= bytes.length;
        notifyAll();
        if (!written) {
            drop();
            return 0;
        }
        long lost = waiting.isEmpty() ? untold : 0;
        untold -= lost;
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
