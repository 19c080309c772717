package io.github.ticketstream.demo;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Where the demo writes its lines; in colour on a terminal, unless {@code NO_COLOR} is set. */
final class Screen {
    /** What a colour stands for. */
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
        Console terminal = System.console();
        Charset charset = terminal == null ? StandardCharsets.UTF_8 : terminal.charset();
        boolean wanted = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset), terminal != null && wanted);
    }

    void line(String text) {
        out.println(text);
    }

    String paint(Style style, String text) {
        return colours ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }
}
