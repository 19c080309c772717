package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The memory, time and files of a running JVM. Only on Linux, which has {@code /proc}. */
public record Footprint(long pid) {
    /** The last line of a histogram: objects, and their bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    public double cpuSeconds() {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }

    public long resident() {
        return status("VmRSS:");
    }

    public long peakResident() {
        return status("VmHWM:");
    }

    public long threads() {
        return count("task");
    }

    public long files() {
        return count("fd");
    }

    /**
     * KiB of all objects that are alive after a full collection, by the JVM's own histogram. A few percent of the dead are
     * among them, which the serial collector leaves where moving the others does not pay.
     */
    public long liveHeap() {
        String answer = Tool.ofJdk("jcmd")
                .run(Path.of("."), Duration.ofMinutes(1), Map.of(), Long.toString(pid), "GC.class_histogram")
                .output();
        Matcher total = TOTAL.matcher(answer);
        if (!total.find()) {
            throw new IllegalStateException("the JVM does not tell what of its heap is alive: " + answer);
        }
        return Long.parseLong(total.group(1)) / 1024;
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
