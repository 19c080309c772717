package io.github.ticketstream.proof;

import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.ServedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the promise with the evidence: each version that a sweep saw is published exactly once, per ticket in rising
 * order, as it was served, and the state topic knows it.
 *
 * <p>A version that was served only to a sweep that failed may never be published, if its ticket had changed by the
 * time of the next one: that is no loss, a newer version has taken its place. It is counted apart. One that was served
 * to a complete sweep must be there. A ticket that two complete sweeps missed must have been reported as disappeared.
 */
public final class Proof {
    /** A way to break the promise. */
    public enum Breach {
        DUPLICATE("duplicates"),
        LOST("lost"),
        OUT_OF_ORDER("out of order"),
        NEVER_SERVED("never served"),
        ALTERED("altered"),
        WRONGLY_GONE("wrongly disappeared"),
        STATE("state differs");

        private final String title;

        Breach(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private record Version(String ticketNo, long updateTime) {
        @Override
        public String toString() {
            return ticketNo + "@" + updateTime;
        }
    }

    private final Evidence evidence;
    private final Map<Version, List<ServedVersion>> served = new LinkedHashMap<>();
    private final Set<Version> published = new HashSet<>();
    /** The newest versions of tickets that were not reported as disappeared since. */
    private final Map<String, Long> newest = new HashMap<>();

    private final Map<String, String> newestContent = new HashMap<>();
    private final Map<Breach, List<String>> breaches = new EnumMap<>(Breach.class);
    private int superseded;
    private int disappearances;
    private int silentChanges;

    private Proof(Evidence evidence) {
        this.evidence = evidence;
        for (Breach breach : Breach.values()) {
            breaches.put(breach, new ArrayList<>());
        }
        evidence.served()
                .forEach(version -> served.computeIfAbsent(
                                new Version(version.ticketNo(), version.updateTime()), any -> new ArrayList<>())
                        .add(version));
    }

    public static Proof of(Evidence evidence) {
        Proof proof = new Proof(evidence);
        evidence.published().forEach(proof::judge);
        proof.findLosses();
        proof.compareState();
        return proof;
    }

    private void judge(ConsumerRecord<String, String> record) {
        String id = String.valueOf(Subscriber.header(record, "ce_id"));
        String suffix = id.substring(id.lastIndexOf('@') + 1);
        if (!id.equals(record.key() + "@" + suffix)) {
            found(Breach.ALTERED, "key " + record.key() + " with ce_id " + id);
        } else if (suffix.matches("gone\\.\\d{1,18}")) {
            judgeDisappearance(record, id, Long.parseLong(suffix.substring("gone.".length())));
        } else if (suffix.matches("\\d{1,18}(\\.[0-9a-f]{8})?")) {
            Version version = new Version(record.key(), Long.parseLong(suffix.replaceFirst("\\..*", "")));
            judge(version, record.value(), suffix.contains("."));
        } else {
            found(Breach.ALTERED, "key " + record.key() + " with ce_id " + id);
        }
    }

    private void judgeDisappearance(ConsumerRecord<String, String> record, String id, long sweepStartedAt) {
        disappearances++;
        Instant sweep = Instant.ofEpochMilli(sweepStartedAt);
        if (newest.remove(record.key()) == null) {
            found(Breach.DUPLICATE, id);
        }
        newestContent.remove(record.key());
        if (!evidence.removals().wasAway(record.key(), sweep, Instant.ofEpochMilli(record.timestamp()))) {
            found(Breach.WRONGLY_GONE, id);
        }
    }

    private void judge(Version version, String json, boolean silent) {
        silentChanges += silent ? 1 : 0;
        long before = newest.getOrDefault(version.ticketNo(), 0L);
        boolean again = !published.add(version);
        if (version.updateTime() < before) {
            found(again ? Breach.DUPLICATE : Breach.OUT_OF_ORDER, again ? version : version + " after " + before);
        } else if (version.updateTime() == before
                && (!silent || SameJson.same(newestContent.get(version.ticketNo()), json))) {
            found(Breach.DUPLICATE, version);
        }
        newest.merge(version.ticketNo(), version.updateTime(), Math::max);
        newestContent.put(version.ticketNo(), json);
        List<ServedVersion> sources = served.getOrDefault(version, List.of());
        if (sources.isEmpty()) {
            found(Breach.NEVER_SERVED, version);
        } else if (sources.stream().noneMatch(source -> SameJson.same(source.json(), json))) {
            found(Breach.ALTERED, version + " served as " + sources + ", published as " + json);
        }
    }

    private void findLosses() {
        evidence.latest().forEach((ticketNo, updateTime) -> {
            Version latest = new Version(ticketNo, updateTime);
            if (!published.contains(latest)) {
                found(Breach.LOST, latest + ", the latest of its ticket");
            }
        });
        evidence.removals().goneBefore(lastSweepButOne()).stream()
                .filter(newest::containsKey)
                .forEach(ticketNo -> found(Breach.LOST, ticketNo + ", which is gone, is not told to be"));
        served.forEach((version, sources) -> {
            ServedVersion source = sources.get(0);
            boolean isLatest = evidence.latest().getOrDefault(version.ticketNo(), 0L) == version.updateTime();
            if (published.contains(version) || isLatest) {
                return;
            }
            if (evidence.sweeps().stream().anyMatch(sweep -> sweep.covers(source.firstServed()))) {
                found(Breach.LOST, version + ", served to a complete sweep");
            } else if (newest.getOrDefault(version.ticketNo(), 0L) < version.updateTime()
                    && !evidence.removals().wasAway(version.ticketNo(), source.firstServed(), Instant.MAX)) {
                found(Breach.LOST, version + ", newer than anything published of its ticket");
            } else {
                superseded++;
            }
        });
    }

    /** The start of the last sweep but one: two complete sweeps missed any ticket that was gone by then. */
    private Instant lastSweepButOne() {
        return evidence.sweeps().stream()
                .map(SweepRecord::startedAt)
                .sorted(Comparator.reverseOrder())
                .skip(1)
                .findFirst()
                .orElse(Instant.MIN);
    }

    private void compareState() {
        Set<String> tickets = new HashSet<>(newest.keySet());
        tickets.addAll(evidence.state().keySet());
        for (String ticketNo : tickets) {
            String mark = evidence.state().get(ticketNo);
            String newestPublished = String.valueOf(newest.get(ticketNo));
            if (!newestPublished.equals(mark == null ? "null" : mark.replaceFirst(":.*", ""))) {
                found(Breach.STATE, ticketNo + " has mark " + mark + ", last published " + newestPublished);
            }
        }
    }

    private void found(Breach breach, Object what) {
        breaches.get(breach).add(what.toString());
    }

    public boolean holds() {
        return breaches.values().stream().allMatch(List::isEmpty);
    }

    /** Each case in a few words. */
    public List<String> breaches(Breach kind) {
        return breaches.get(kind);
    }

    /** Versions served to failed sweeps only, whose ticket had changed again before it was published. */
    public int superseded() {
        return superseded;
    }

    public int versionsServed() {
        return served.size();
    }

    public int recordsPublished() {
        return evidence.published().size();
    }

    /** Returns how many records report a disappeared ticket. */
    public int disappearances() {
        return disappearances;
    }

    /** Records of versions that have another content than the record before and the same update time. */
    public int silentChanges() {
        return silentChanges;
    }

    public int tickets() {
        return newest.size();
    }
}
