package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a running JVM takes of the machine. On Linux only: it is read from {@code /proc}. */
public record Footprint(long pid) {
    /** The serial collector leaves dead objects where moving the others does not pay, but in every fourth collection. */
    private static final String[] HEAP = {"GC.run", "GC.run", "GC.run", "GC.run", "GC.heap_info"};

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** Processor time so far, user's and system's. */
    public double cpuSeconds() {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }

    /** KiB of resident memory now. */
    public long resident() {
        return status("VmRSS:");
    }

    /** KiB of resident memory, at the worst moment so far. */
    public long peakResident() {
        return status("VmHWM:");
    }

    public long threads() {
        return count("task");
    }

    /** Open file handles. */
    public long files() {
        return count("fd");
    }

    /** KiB of what is left in all generations of its heap after full collections, which this makes: it takes a second. */
    public long liveHeap() {
        try {
            // Each line is a command of its own.
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                            Long.toString(pid),
                            String.join("\n", HEAP))
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            long used = answer.lines()
                    .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                    .map(USED::matcher)
                    .filter(Matcher::find)
                    .mapToLong(match -> Long.parseLong(match.group(1)))
                    .sum();
            if (used == 0) {
                throw new IllegalStateException("the JVM does not tell what of its heap is used: " + answer);
            }
            return used;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path process(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    private long status(String line) {
        try (Stream<String> lines = Files.lines(process("status"))) {
            return lines.filter(each -> each.startsWith(line))
                    .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(String directory) {
        try (Stream<Path> entries = Files.list(process(directory))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
