package io.github.ticketstream.bench;

import java.util.List;
import java.util.Map;

/** One question. It is put once a round to each contestant whom it admits, in each of its settings. */
interface BenchCase {
    /** As on the command line and in the table. */
    String name();

    List<Setting> settings();

    boolean admits(Contestant contestant, Setting setting);

    /**
     * Lets one contestant run once.
     *
     * @return what was measured, by name with unit, the most important first; always the same names
     * @throws IllegalStateException if the contestant did not do its job
     */
    Map<String, Double> measure(Contestant contestant, Setting setting, Arena arena);
}
