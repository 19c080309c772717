package io.github.ticketstream.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds at a moment. Linux only: it is read from {@code /proc}.
 *
 * @param heap bytes of live objects, after a full garbage collection
 * @param files open file handles
 * @param resident KiB of resident memory
 */
record Sample(long heap, long threads, long files, long resident) {
    static Sample of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return new Sample(
                    liveBytes(pid), count(process.resolve("task")), count(process.resolve("fd")), rss(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line of a histogram of live objects: their number and their bytes. */
    private static long liveBytes(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no histogram: " + output));
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private static long rss(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
