package io.github.ticketstream.proof;

import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.ServedVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The promise, held against the evidence: what a sweep saw is published exactly once, per ticket in rising order, as it
 * was served, and the state topic knows it.
 *
 * <p>A version that was served only to a sweep that failed may never be published, if its ticket had changed by the time of
 * the next one: that is no loss, a newer version has taken its place. It is counted apart. One that was served to a
 * complete sweep must be there.
 */
public final class Proof {
    /** A way to break the promise. */
    public enum Breach {
        DUPLICATE("duplicates"),
        LOST("lost"),
        OUT_OF_ORDER("out of order"),
        NEVER_SERVED("never served"),
        ALTERED("altered"),
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
    private final Map<Version, ServedVersion> served = new LinkedHashMap<>();
    private final Set<Version> published = new HashSet<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final Map<Breach, List<String>> breaches = new EnumMap<>(Breach.class);
    private int superseded;

    private Proof(Evidence evidence) {
        this.evidence = evidence;
        for (Breach breach : Breach.values()) {
            breaches.put(breach, new ArrayList<>());
        }
        evidence.served()
                .forEach(version -> served.put(new Version(version.ticketNo(), version.updateTime()), version));
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
        String updateTime = id.substring(id.lastIndexOf('@') + 1);
        if (!updateTime.matches("\\d{1,18}") || !id.equals(record.key() + "@" + updateTime)) {
            found(Breach.ALTERED, "key " + record.key() + " with ce_id " + id);
            return;
        }
        Version version = new Version(record.key(), Long.parseLong(updateTime));
        if (!published.add(version)) {
            found(Breach.DUPLICATE, version);
        } else if (version.updateTime() < newest.getOrDefault(version.ticketNo(), 0L)) {
            found(Breach.OUT_OF_ORDER, version + " after " + newest.get(version.ticketNo()));
        }
        newest.merge(version.ticketNo(), version.updateTime(), Math::max);
        ServedVersion source = served.get(version);
        if (source == null) {
            found(Breach.NEVER_SERVED, version);
        } else if (!SameJson.same(source.json(), record.value())) {
            found(Breach.ALTERED, version + " served as " + source.json() + ", published as " + record.value());
        }
    }

    private void findLosses() {
        evidence.latest().forEach((ticketNo, updateTime) -> {
            Version latest = new Version(ticketNo, updateTime);
            if (!published.contains(latest)) {
                found(Breach.LOST, latest + ", the latest of its ticket");
            }
        });
        served.forEach((version, source) -> {
            boolean isLatest = evidence.latest().getOrDefault(version.ticketNo(), 0L) == version.updateTime();
            if (published.contains(version) || isLatest) {
                return;
            }
            if (evidence.sweeps().stream().anyMatch(sweep -> sweep.covers(source.firstServed()))) {
                found(Breach.LOST, version + ", served to a complete sweep");
            } else if (newest.getOrDefault(version.ticketNo(), 0L) < version.updateTime()) {
                found(Breach.LOST, version + ", newer than anything published of its ticket");
            } else {
                superseded++;
            }
        });
    }

    private void compareState() {
        Set<String> tickets = new HashSet<>(newest.keySet());
        tickets.addAll(evidence.state().keySet());
        for (String ticketNo : tickets) {
            String mark = evidence.state().get(ticketNo);
            String newestPublished = String.valueOf(newest.get(ticketNo));
            if (!newestPublished.equals(mark)) {
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

    public int tickets() {
        return newest.size();
    }
}
