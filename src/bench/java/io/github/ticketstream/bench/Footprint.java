package io.github.ticketstream.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running JVM takes of the machine. */
record Footprint(long pid) {
    /** The serial collector leaves dead objects where moving the others does not pay, but in every fourth collection. */
    private static final int COLLECTIONS = 4;

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** Processor time so far, user's and system's; 0 where the system does not tell. */
    double cpuSeconds() {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }

    /** The largest resident size that it has had; Linux tells, elsewhere 0. */
    double peakMebibytes() {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left of its heap, of all its generations, after full collections, which this makes. */
    double liveHeapMebibytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            ask("GC.run");
        }
        long kibibytes = ask("GC.heap_info")
                .lines()
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .map(USED::matcher)
                .filter(Matcher::find)
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .sum();
        if (kibibytes == 0) {
            throw new IllegalStateException("the JVM does not tell what of its heap is used");
        }
        return kibibytes / 1024.0;
    }

    private String ask(String question) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), question)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
