package io.github.ticketstream.simulation;

import java.util.List;

/** What chance decides, one after the other. When the list is used up everything goes well: a shorter list is a tamer schedule. */
public final class Choices {
    private final List<Integer> drawn;
    private int next;
    private boolean over;

    /** @param drawn each from 0 to 255; 0 means that nothing happens */
    public Choices(List<Integer> drawn) {
        this.drawn = drawn;
    }

    int next() {
        return over || next == drawn.size() ? 0 : drawn.get(next++);
    }

    int below(int bound) {
        return next() % bound;
    }

    /** With a probability, in parts of 256. */
    boolean happens(int parts) {
        return next() > 255 - parts;
    }

    void pause(Runnable steps) {
        over = true;
        steps.run();
        over = false;
    }

    public void end() {
        over = true;
    }
}
