package io.github.ticketstream.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true of the topics at the end of every schedule. */
public final class Invariants {
    /** Carries the number of the sweep on its record, for {@link World#servedIn}. */
    public static final String SWEEP = "sweep";

    private final World world;
    private final List<String> breaches = new ArrayList<>();
    private final Map<String, Long> lastPublished = new HashMap<>();

    private Invariants(World world) {
        this.world = world;
    }

    /** What was breached, in words; nothing if all is well. */
    public static List<String> breachesIn(World world) {
        Invariants check = new Invariants(world);
        check.tickets();
        check.sweeps();
        check.state();
        check.deadLetters();
        return check.breaches;
    }

    private void tickets() {
        for (FakeKafka.Entry entry : world.kafka().committed("tuya.tickets")) {
            String id = entry.headers().get("ce_id");
            long version = Long.parseLong(id.substring(id.indexOf('@') + 1));
            Long before = lastPublished.put(entry.key(), version);
            if (before != null && before == version) {
                breaches.add("duplicate: " + id);
            } else if (before != null && before > version) {
                breaches.add("out of order: " + id + " after " + before);
            }
            if (!world.wasServed(entry.key(), version)) {
                breaches.add("never served: " + id);
            }
        }
        world.tickets().forEach((ticket, version) -> {
            if (!version.equals(lastPublished.get(ticket))) {
                breaches.add("lost: " + ticket + "@" + version + ", last published is " + lastPublished.get(ticket));
            }
        });
    }

    private void sweeps() {
        for (FakeKafka.Entry sweep : world.kafka().committed("tuya.tickets.sweeps")) {
            int number = Integer.parseInt(sweep.headers().get(SWEEP));
            if (world.isPartial(number)) {
                breaches.add("a partial sweep was told as a complete one");
            }
            Map<String, Long> before = new HashMap<>();
            world.kafka().committed("tuya.tickets").stream()
                    .filter(entry -> entry.sequence() < sweep.sequence())
                    .forEach(entry -> before.put(entry.key(), version(entry)));
            world.servedIn(number).forEach((ticket, version) -> {
                if (before.getOrDefault(ticket, 0L) < version) {
                    breaches.add("a sweep was told before " + ticket + "@" + version + ", which it saw");
                }
            });
        }
    }

    private static long version(FakeKafka.Entry entry) {
        String id = entry.headers().get("ce_id");
        return Long.parseLong(id.substring(id.indexOf('@') + 1));
    }

    private void state() {
        Map<String, String> marks = new HashMap<>();
        world.kafka()
                .committed("tuya.tickets.state")
                .forEach(entry -> marks.put(entry.key(), new String(entry.value(), StandardCharsets.UTF_8)));
        lastPublished.forEach((ticket, version) -> {
            if (!Long.toString(version).equals(marks.get(ticket))) {
                breaches.add("the state topic says " + marks.get(ticket) + " for " + ticket + "@" + version);
            }
        });
    }

    private void deadLetters() {
        Set<String> told = new HashSet<>();
        for (FakeKafka.Entry entry : world.kafka().committed("tuya.tickets.dead-letter")) {
            if (!told.add(new String(entry.value(), StandardCharsets.UTF_8))) {
                breaches.add("dead letter told twice: " + entry.key());
            }
        }
        if (!told.equals(world.badEntries())) {
            breaches.add("dead letters are " + told + ", bad entries were " + world.badEntries());
        }
    }
}
