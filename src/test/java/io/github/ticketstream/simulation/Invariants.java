package io.github.ticketstream.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.StateKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true of the topics at the end of every schedule. */
public final class Invariants {
    /** Carries the number of the sweep on its record, for {@link World#sweep}. */
    public static final String SWEEP = "sweep";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final List<String> breaches = new ArrayList<>();
    /** Without those that have disappeared. */
    private final Map<String, Version> lastPublished = new HashMap<>();

    /** What was published last of those whose marks were taken away by hand, until they are published again. */
    private final Map<String, Version> takenAway = new HashMap<>();

    private final Set<String> disappeared = new HashSet<>();

    private Invariants(World world) {
        this.world = world;
    }

    public static List<String> breachesIn(World world) {
        Invariants check = new Invariants(world);
        check.tickets();
        check.sweeps();
        check.state();
        check.deadLetters();
        check.breaches.addAll(new Disappearances(world).breaches());
        check.breaches.addAll(world.miscounts());
        return check.breaches;
    }

    private void tickets() {
        for (FakeKafka.Entry entry : Disappearances.withMarksTakenAway(world)) {
            String id = entry.headers().get("ce_id");
            if (Disappearances.isTakenAway(entry)) {
                takeAway(entry.key());
                continue;
            }
            if (takenAway.containsKey(entry.key()) && wasDecidedBefore(entry)) {
                continue;
            }
            takenAway.remove(entry.key());
            if (Disappearances.isOne(entry)) {
                if (lastPublished.remove(entry.key()) == null) {
                    breaches.add("disappeared without being there: " + id);
                }
                disappeared.add(entry.key());
                continue;
            }
            Version version = version(entry);
            Version before = lastPublished.put(entry.key(), version);
            judge(entry, before, version);
            if (!world.wasServed(entry.key(), version)) {
                breaches.add("never served: " + id + " " + version);
            }
        }
        world.list().tickets().forEach((ticket, version) -> {
            if (isSought(ticket) && !version.equals(lastPublished.get(ticket))) {
                breaches.add("lost: " + ticket + " " + version + ", last published is " + lastPublished.get(ticket));
            }
        });
        lastPublished.keySet().stream()
                .filter(ticket -> !world.list().tickets().containsKey(ticket) && !world.wasEverNarrow())
                .forEach(ticket -> breaches.add("it is not told that " + ticket + " has disappeared"));
    }

    private void takeAway(String ticket) {
        Version before = lastPublished.remove(ticket);
        if (before != null) {
            takenAway.put(ticket, before);
        }
    }

    /** What was on its way when the mark was taken away counts for nothing: it is told once more, as discovered. */
    private static boolean wasDecidedBefore(FakeKafka.Entry entry) {
        return !entry.headers().get("ce_type").contains("discovered");
    }

    private void judge(FakeKafka.Entry entry, Version before, Version version) {
        String id = entry.headers().get("ce_id");
        boolean silent = before != null && before.updateTime() == version.updateTime();
        if (version.equals(before)) {
            breaches.add("duplicate: " + id);
        } else if (before != null && before.updateTime() > version.updateTime()) {
            breaches.add("out of order: " + id + " after " + before);
        }
        if (silent != "true".equals(entry.headers().get("ce_silent"))) {
            breaches.add("silent or not: " + id);
        }
        if ((before == null) != entry.headers().get("ce_type").contains("discovered")) {
            breaches.add("discovered or not: " + id);
        }
    }

    private boolean isSought(String ticket) {
        return !world.isNarrow() || LivingList.isInBoth(ticket);
    }

    private void sweeps() {
        for (FakeKafka.Entry sweep : world.kafka().committed("tuya.tickets.sweeps")) {
            int number = Integer.parseInt(sweep.headers().get(SWEEP));
            if (world.sweep(number).partial()) {
                breaches.add("a partial sweep was told as a complete one");
            }
            requirePublished(number, sweep.sequence());
        }
        world.ends().forEach(this::requirePublished);
        world.ends().keySet().forEach(this::requireTheYoungestLast);
    }

    /** Of the contents of one update time, a sweep must have published last the youngest that it read. */
    private void requireTheYoungestLast(int sweep) {
        Map<String, Version> last = new HashMap<>();
        for (FakeKafka.Entry entry : Disappearances.withMarksTakenAway(world)) {
            if (Disappearances.isTakenAway(entry)) {
                last.remove(entry.key());
            } else if (!Disappearances.isOne(entry)
                    && entry.headers().get(SWEEP).equals(Integer.toString(sweep))) {
                last.put(entry.key(), version(entry));
            }
        }
        last.forEach((ticket, version) -> {
            Version youngest = world.sweep(sweep).served().get(ticket).version();
            if (version.updateTime() == youngest.updateTime() && !version.equals(youngest)) {
                breaches.add("a sweep published " + ticket + " " + version + " last, and had read " + youngest);
            }
        });
    }

    /** All that this sweep saw must stand before there, or something newer. */
    private void requirePublished(int sweep, long sequence) {
        Map<String, Set<Version>> before = new HashMap<>();
        world.kafka().committed("tuya.tickets").stream()
                .filter(entry -> entry.sequence() < sequence && !Disappearances.isOne(entry))
                .forEach(entry -> before.computeIfAbsent(entry.key(), key -> new HashSet<>())
                        .add(version(entry)));
        world.sweep(sweep).served().forEach((ticket, served) -> {
            Version version = served.version();
            Set<Version> published = before.getOrDefault(ticket, Set.of());
            boolean isNewer = published.stream().anyMatch(other -> other.updateTime() > version.updateTime());
            if (!isNewer && !published.contains(version)) {
                breaches.add("a sweep ended before " + ticket + " " + version + ", which it saw");
            }
        });
    }

    private static Version version(FakeKafka.Entry entry) {
        try {
            var ticket = JSON.readTree(entry.value());
            return new Version(
                    ticket.path("update_time").asLong(), ticket.path("content").asInt());
        } catch (java.io.IOException e) {
            throw new IllegalStateException("no JSON: " + entry, e);
        }
    }

    private void state() {
        Map<String, Mark> marks = new HashMap<>();
        for (FakeKafka.Entry entry : world.kafka().committed("tuya.tickets.state")) {
            // Behind a tombstone it does not count.
            if (!entry.headers().containsKey(StateKeys.REPLACES) || !Mark.NONE.equals(marks.get(entry.key()))) {
                marks.put(entry.key(), Mark.read(entry.value()));
            }
        }
        lastPublished.forEach((ticket, version) -> {
            Mark mark = marks.getOrDefault(ticket, Mark.NONE);
            if (mark.updateTime() != version.updateTime() || mark.content().equals(Mark.Content.UNKNOWN)) {
                breaches.add("the state topic says " + mark + " for " + ticket + " " + version);
            }
        });
        disappeared.stream()
                .filter(ticket -> !lastPublished.containsKey(ticket)
                        && !marks.getOrDefault(ticket, Mark.NONE).equals(Mark.NONE))
                .forEach(ticket -> breaches.add("the state topic has a mark for " + ticket + ", which disappeared"));
    }

    private void deadLetters() {
        Set<String> told = new HashSet<>();
        for (FakeKafka.Entry entry : world.kafka().committed("tuya.tickets.dead-letter")) {
            if (!told.add(new String(entry.value(), StandardCharsets.UTF_8))) {
                breaches.add("dead letter told twice: " + entry.key());
            }
        }
        told.removeIf(entry -> entry.contains("ticket_no"));
        if (!told.equals(world.list().badEntries())) {
            breaches.add("dead letters are " + told + ", bad entries were "
                    + world.list().badEntries());
        }
    }
}
