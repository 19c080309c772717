package io.github.ticketstream.kit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A separate JVM, as an operator starts it: without this one's environment, and with its output line by line. */
public final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final List<String> err = Collections.synchronizedList(new ArrayList<>());
    private final Thread outReader;
    private final Thread errReader;
    private final CountDownLatch untilRead;

    private JavaProcess(ProcessBuilder builder, Consumer<String> listener, CountDownLatch untilRead) {
        this.untilRead = untilRead;
        try {
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.outReader = reader(process.getInputStream(), out, listener);
        this.errReader = reader(process.getErrorStream(), err, listener);
    }

    /**
     * Starts one.
     *
     * @param directory the working directory
     * @param environment all variables that it sees
     * @param arguments what follows {@code java}
     */
    public static JavaProcess start(Path directory, Map<String, String> environment, List<String> arguments) {
        return start(directory, environment, arguments, line -> {});
    }

    /** @param listener takes every line of its output, in two threads */
    public static JavaProcess start(
            Path directory, Map<String, String> environment, List<String> arguments, Consumer<String> listener) {
        return new JavaProcess(
                builder(List.of(), directory, environment, arguments), listener, new CountDownLatch(0));
    }

    /** Nobody reads its output before {@link #read}: it goes into pipes, which are soon full. */
    public static JavaProcess startUnread(Path directory, Map<String, String> environment, List<String> arguments) {
        return new JavaProcess(
                builder(List.of(), directory, environment, arguments), line -> {}, new CountDownLatch(1));
    }

    /** Starts it by another program, which gets the whole command line. */
    public static JavaProcess startUnder(
            List<String> program, Path directory, Map<String, String> environment, List<String> arguments) {
        return new JavaProcess(builder(program, directory, environment, arguments), line -> {}, new CountDownLatch(0));
    }

    /** Starts it by a script, which finds this JVM by {@code JAVA_HOME}. */
    public static JavaProcess startBy(Path script, Path directory, Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        Map<String, String> all = new TreeMap<>(environment);
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("PATH", "/usr/bin:/bin");
        return new JavaProcess(builder(command, directory, all), line -> {}, new CountDownLatch(0));
    }

    private static ProcessBuilder builder(
            List<String> program, Path directory, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(program);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return builder(command, directory, environment);
    }

    private static ProcessBuilder builder(List<String> command, Path directory, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toAbsolutePath().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Returns the class path of the tests, even if the build tool hides it in a manifest or in a class loader. */
    public static String classPathOfTests() {
        if (JavaProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private Thread reader(InputStream stream, List<String> lines, Consumer<String> listener) {
        Thread thread = new Thread(() -> read(stream, lines, listener), "process-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream stream, List<String> lines, Consumer<String> listener) {
        try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            untilRead.await();
            text.lines().forEach(line -> {
                lines.add(line);
                listener.accept(line);
            });
        } catch (IOException | UncheckedIOException e) {
            lines.add("(the rest could not be read: " + e + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads its output from now on, what is in the pipes first. */
    public void read() {
        untilRead.countDown();
    }

    /** Bytes of standard output that wait in the pipe. */
    public int unread() {
        try {
            return process.getInputStream().available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** Standard error so far. */
    public List<String> err() {
        return List.copyOf(err);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    public JavaProcess terminate() {
        // Process.destroy() would shut our ends of its output, too. The process may be a child of the program that
        // started it.
        process.descendants().forEach(ProcessHandle::destroy);
        process.toHandle().destroy();
        return this;
    }

    /** SIGKILL. */
    public JavaProcess kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        return this;
    }

    /**
     * Waits for its end and for the last line that it wrote.
     *
     * @throws IllegalStateException if it is still there after that time
     */
    public int exitCode(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("still running after " + patience + "; " + this);
            }
            read();
            outReader.join();
            errReader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill().exitCode(Duration.ofMinutes(1));
    }

    @Override
    public String toString() {
        return "output:\n" + String.join("\n", out) + "\nerrors:\n" + String.join("\n", err);
    }
}
