package io.github.ticketstream.demo;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes the demo's lines, in colour on a terminal unless {@code NO_COLOR} is set. */
final class Screen {
    enum Style {
        GOOD("32"),
        NEWS("36"),
        QUIET("2"),
        BAD("1;31");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private final PrintStream out;
    private final boolean colours;

    Screen(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Standard output. Tickets hold text in many scripts: away from a terminal it is UTF-8, whatever the locale. */
    static Screen ofProcess() {
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Screen::isTerminal);
        boolean wanted = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        Charset charset = terminal.map(Console::charset).orElse(StandardCharsets.UTF_8);
        return new Screen(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                terminal.isPresent() && wanted);
    }

    /** From Java 22 on there is always a console, and it has a method to ask. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }

    void line(String text) {
        out.println(text);
    }

    String paint(Style style, String text) {
        return colours ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }
}
