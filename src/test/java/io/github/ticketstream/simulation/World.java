package io.github.ticketstream.simulation;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.tuya.PageWalk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything around the processes: Kafka, the list of tickets, and what happens to both. */
public final class World {
    static final String TRANSACTIONAL_ID = "tuya-ticket-stream";
    private static final String STATE = "tuya.tickets.state";
    private static final String STRANGER = "stranger";

    private final Choices choices;
    private final Variant variant;
    private final Scheduler scheduler;
    private final FakeKafka kafka = new FakeKafka();
    private final TreeMap<String, Long> tickets = new TreeMap<>(Map.of("T0", 100L, "T1", 101L, "T2", 102L));
    private final Set<String> badEntries = new TreeSet<>();
    private final List<Map<String, Long>> servedInSweeps = new ArrayList<>();
    private final Set<Integer> partialSweeps = new HashSet<>();
    private final Map<String, Set<Long>> served = new HashMap<>();
    private boolean strangerWrites;
    private boolean apiFails;
    private boolean stale;
    private long now = 200;
    private int processes;

    public World(Choices choices, Variant variant) {
        this.choices = choices;
        this.variant = variant;
        this.scheduler = new Scheduler(choices, this::happen);
    }

    public Variant variant() {
        return variant;
    }

    public FakeKafka kafka() {
        return kafka;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** The Kafka clients of a process that starts now. */
    public KafkaClients newProcess() {
        return new FakeClients(this, processes++);
    }

    void step(String what) {
        scheduler.step(what);
    }

    void say(String what) {
        scheduler.say(what);
    }

    public boolean happens(int parts) {
        return choices.happens(parts);
    }

    int below(int bound) {
        return choices.below(bound);
    }

    private String happen(Choices chance) {
        return switch (chance.below(8)) {
            case 1 -> {
                tickets.put("T" + tickets.size(), now++);
                yield "a new ticket";
            }
            case 2 -> {
                badEntries.add("{\"bad\":" + chance.below(3) + "}");
                yield "an entry that is no ticket";
            }
            case 3 -> stranger();
            case 4 -> {
                transactionTimesOut();
                yield "the coordinator ends our transaction, if one is open";
            }
            case 5 -> {
                kafka.arrive();
                yield "late requests arrive";
            }
            case 6 -> {
                stale = !stale;
                yield stale ? "the API serves old versions" : "the API serves present versions";
            }
            case 7 -> {
                apiFails = true;
                yield "the API is about to fail";
            }
            default -> {
                String ticket = "T" + chance.below(tickets.size());
                tickets.put(ticket, now++);
                yield ticket + " changes";
            }
        };
    }

    private String stranger() {
        strangerWrites = !strangerWrites;
        if (strangerWrites) {
            int epoch = kafka.init(STRANGER);
            kafka.append(STRANGER, epoch, STATE, new FakeKafka.Entry(STRANGER, new byte[] {'1'}, Map.of(), 0, null));
            return "a stranger opens a transaction on the state topic";
        }
        kafka.timeOut(STRANGER);
        return "the stranger's transaction ends";
    }

    /** All faults end. */
    public void settle() {
        choices.end();
        kafka.timeOut(STRANGER);
        strangerWrites = false;
        apiFails = false;
        stale = false;
    }

    /** The coordinator ends our transaction, if one is open. */
    public void transactionTimesOut() {
        kafka.timeOut(TRANSACTIONAL_ID);
    }

    /** @return the number of a sweep that begins now, for {@link #servedIn} */
    public int fullSweepBegins() {
        servedInSweeps.add(new HashMap<>());
        return servedInSweeps.size() - 1;
    }

    /** The same of a partial one. */
    public int partialSweepBegins() {
        int sweep = fullSweepBegins();
        partialSweeps.add(sweep);
        return sweep;
    }

    boolean isPartial(int sweep) {
        return partialSweeps.contains(sweep);
    }

    public PageWalk walk(int sweep) {
        return pages(sweep).walk();
    }

    /** The list as this sweep reads it. */
    public SimulatedList pages(int sweep) {
        return new SimulatedList(this, servedInSweeps.get(sweep));
    }

    boolean failsNow() {
        boolean fails = apiFails;
        apiFails = false;
        return fails;
    }

    /** The list as the API would tell it now, each entry as JSON. */
    List<String> list() {
        List<String> entries = new ArrayList<>(badEntries);
        tickets.entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                .forEach(ticket -> {
                    long version = stale ? 50 : ticket.getValue();
                    entries.add("{\"ticket_no\":\"" + ticket.getKey() + "\",\"update_time\":" + version
                            + ",\"state_code\":\"" + (version % 3 == 0 ? "Finished" : "Pending") + "\"}");
                });
        return entries;
    }

    void serve(String ticket, long version, Map<String, Long> servedInSweep) {
        servedInSweep.merge(ticket, version, Math::max);
        served.computeIfAbsent(ticket, key -> new TreeSet<>()).add(version);
    }

    Map<String, Long> servedIn(int sweep) {
        return servedInSweeps.get(sweep);
    }

    boolean wasServed(String ticket, long version) {
        return served.getOrDefault(ticket, Set.of()).contains(version);
    }

    Map<String, Long> tickets() {
        return tickets;
    }

    Set<String> badEntries() {
        return badEntries;
    }

    public List<String> history() {
        return scheduler.history();
    }
}
