package io.github.ticketstream.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.util.FileUtil;

/** What all contestants share: one broker, a process of its own, and the API, in this JVM. */
final class Arena implements AutoCloseable {
    private final Path directory;
    private final Path emptyDirectory;
    private final BenchBroker broker;
    private final CannedApi api = new CannedApi();
    private final List<String> flags;
    private int trials;

    /**
     * Returns when both are there.
     *
     * @param directory for the broker's disk; emptied first, and removed at the end
     * @param flags of each contestant's JVM
     */
    Arena(Path directory, List<String> flags) {
        this.directory = directory;
        this.flags = flags;
        FileUtil.removeDir(directory.toFile());
        try {
            this.emptyDirectory = Files.createDirectories(directory.resolve("empty"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.broker = new BenchBroker(directory.resolve("broker"));
    }

    BenchBroker broker() {
        return broker;
    }

    CannedApi api() {
        return api;
    }

    /** Of each contestant's JVM. */
    List<String> flags() {
        return flags;
    }

    /** A working directory in which there is no settings file. */
    Path emptyDirectory() {
        return emptyDirectory;
    }

    /** Writes down what a process had said, and tells where. */
    String keepLog(String name, String log) {
        try {
            return "see " + Files.writeString(directory.resolveSibling(name + ".log"), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that no trial has had. */
    String nextName() {
        return "bench-" + ++trials;
    }

    @Override
    public void close() {
        api.close();
        broker.close();
        FileUtil.removeDir(directory.toFile());
    }
}
