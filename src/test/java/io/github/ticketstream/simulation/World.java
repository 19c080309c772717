package io.github.ticketstream.simulation;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.simulator.PageCap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Everything around the processes: Kafka, the list of tickets, and what happens to both. */
public final class World {
    static final String TRANSACTIONAL_ID = "tuya-ticket-stream";
    private static final String STATE = "tuya.tickets.state";
    private static final String STRANGER = "stranger";
    private static final String OPERATOR = "operator";
    private static final int NO_CAP = Integer.MAX_VALUE;
    /** None, and about an eighth of 10, 20, 50, 70, 100, 200. */
    private static final List<Integer> CAPS = List.of(NO_CAP, 2, 3, 6, 9, 12, 24, NO_CAP);

    private final Choices choices;
    private final List<String> miscounts = new ArrayList<>();
    private long calls;
    private final Variant variant;
    private final Scheduler scheduler;
    private final FakeKafka kafka = new FakeKafka();
    private final LivingList list = new LivingList();
    private final List<SweepRead> sweeps = new ArrayList<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private final Map<String, Set<Version>> served = new HashMap<>();
    private boolean calm;
    private boolean strangerWrites;
    private boolean apiFails;
    private boolean narrow;
    private boolean everNarrow;
    private int processes;
    private Duration clockAhead = Duration.ZERO;
    private Cap cap = new Cap(NO_CAP, PageCap.CLAMP);

    /** The largest page that the API gives, and what comes of asking for more. */
    record Cap(int size, PageCap above) {
        boolean isClamp() {
            return above == PageCap.CLAMP || echoes();
        }

        boolean echoes() {
            return above == PageCap.CLAMP_AND_ECHO;
        }
    }

    /**
     * What one sweep read.
     *
     * @param beganAt where all that was written stood then
     * @param narrow whether it asked for some of the tickets only
     * @param partial whether it was a partial one
     * @param seen tickets in any entry, ticket or not
     * @param always tickets that were in the list whenever it read a page
     */
    record SweepRead(
            long beganAt,
            boolean narrow,
            boolean partial,
            Map<String, Served> served,
            Set<String> seen,
            Set<String> always) {

        /** It reads a reply that the API gave then. */
        void read(Set<String> numbers, Map<String, Version> versions, long at) {
            seen.addAll(numbers);
            versions.forEach((ticket, version) ->
                    served.merge(ticket, new Served(version, at), (one, other) -> one.isBefore(other) ? other : one));
        }
    }

    /** The version of a ticket that a reply held, and its place among all replies. */
    record Served(Version version, long at) {
        boolean isBefore(Served other) {
            return version.updateTime() == other.version.updateTime()
                    ? at < other.at
                    : version.updateTime() < other.version.updateTime();
        }
    }

    public World(Choices choices, Variant variant) {
        this.choices = choices;
        this.variant = variant;
        this.scheduler = new Scheduler(choices, this);
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

    boolean fails(int parts) {
        return !calm && happens(parts);
    }

    /** Whether processes neither overtake each other nor die. */
    boolean isCalm() {
        return calm;
    }

    public int below(int bound) {
        return choices.below(bound);
    }

    /** Something happens while the processes run; returns what it was, for the history. */
    String happen(Choices chance) {
        int event = chance.below(26);
        return switch (calm && event < 6 ? 0 : event) {
            case 1 -> stranger();
            case 2 -> {
                transactionTimesOut();
                yield "the coordinator ends our transaction, if one is open";
            }
            case 3 -> {
                kafka.arrive();
                yield "late requests arrive";
            }
            case 4 -> {
                apiFails = true;
                yield "the API is about to fail";
            }
            case 5 -> {
                narrow = !narrow;
                everNarrow = true;
                yield "the operator will ask for " + (narrow ? "some tickets only" : "all tickets");
            }
            case 6, 7, 9, 10, 11, 12 -> operator(chance);
            case 8 -> {
                clockAhead = Duration.ofDays(30L * (chance.below(3) - 1));
                list.loseMany();
                yield "many tickets vanish, and this machine's clock is set " + clockAhead.toDays() + " days ahead";
            }
            case 13, 14 -> changeCap(chance);
            default -> list.change(chance);
        };
    }

    /** The smallest size that is ever asked for may be clamped, but is never refused. */
    private String changeCap(Choices chance) {
        int size = CAPS.get(chance.below(CAPS.size()));
        List<PageCap> above = List.of(PageCap.values()).subList(0, size < SimulatedList.SIZES.get(0) ? 2 : 5);
        cap = new Cap(size, above.get(chance.below(above.size())));
        return "the API gives at most " + cap;
    }

    public void drawCap() {
        say(changeCap(choices));
    }

    Cap cap() {
        return cap;
    }

    /** Has a ticket published again. */
    private String operator(Choices chance) {
        Map<String, Boolean> marked = new TreeMap<>();
        kafka.committed(STATE).stream()
                .filter(mark -> mark.key().startsWith("T"))
                .forEach(mark -> marked.put(mark.key(), mark.value() != null && !isVoid(mark, marked)));
        List<String> numbers = marked.keySet().stream().filter(marked::get).toList();
        if (numbers.isEmpty()) {
            return "the operator finds no mark";
        }
        String number = numbers.get(chance.below(numbers.size()));
        int epoch = kafka.init(OPERATOR);
        kafka.append(OPERATOR, epoch, STATE, new FakeKafka.Entry(number, null, Map.of(), 0, null));
        kafka.commit(OPERATOR, epoch);
        return "the operator takes the mark of " + number + " away";
    }

    private static boolean isVoid(FakeKafka.Entry mark, Map<String, Boolean> marked) {
        return Boolean.FALSE.equals(marked.get(mark.key())) && mark.headers().containsKey(StateKeys.REPLACES);
    }

    /** Days that have passed for a process that starts now, as far as sizes of pages rest: for all else none has. */
    public Duration restOfSizes() {
        return Duration.ofDays(4L * processes);
    }

    /** How far this machine's clock is ahead: it gains a day with each sweep. */
    public Duration clockAhead() {
        return clockAhead.plusDays(sweeps.size());
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

    /** Meanwhile tickets change, lists lie and operators write, and no more than that. */
    public void inCalm(Runnable steps) {
        calm = true;
        steps.run();
        calm = false;
    }

    public void inQuiet(Runnable steps) {
        choices.pause(steps);
    }

    public void settle() {
        choices.end();
        kafka.timeOut(STRANGER);
        strangerWrites = false;
        apiFails = false;
        list.settle();
    }

    public void transactionTimesOut() {
        kafka.timeOut(TRANSACTIONAL_ID);
    }

    public boolean isNarrow() {
        return narrow;
    }

    boolean wasEverNarrow() {
        return everNarrow;
    }

    public int fullSweepBegins(boolean some) {
        return begin(some, false);
    }

    public int partialSweepBegins(boolean some) {
        return begin(some, true);
    }

    private int begin(boolean some, boolean partial) {
        Set<String> all = new HashSet<>(list.tickets().keySet());
        sweeps.add(new SweepRead(kafka.sequence(), some, partial, new HashMap<>(), new HashSet<>(), all));
        return sweeps.size() - 1;
    }

    /** All that this sweep read is published, as its process believes. */
    public void sweepEnds(int number) {
        ends.put(number, kafka.sequence());
    }

    Map<Integer, Long> ends() {
        return ends;
    }

    SweepRead sweep(int number) {
        return sweeps.get(number);
    }

    public SimulatedList list(Runnable onCall) {
        return new SimulatedList(this, onCall);
    }

    void call() {
        calls++;
    }

    public long calls() {
        return calls;
    }

    /**
     * @param counted by a process that has read the state topic to its end
     * @param made before it began to read
     */
    public void callsCounted(long counted, long made) {
        if (counted < made) {
            miscounts.add("a process knows of " + counted + " calls, and " + made + " were made");
        }
    }

    List<String> miscounts() {
        return miscounts;
    }

    boolean failsNow() {
        boolean fails = apiFails;
        apiFails = false;
        return fails;
    }

    LivingList list() {
        return list;
    }

    /** A reply shows these versions; returns its place among all replies. */
    long serve(Map<String, Version> versions) {
        versions.forEach((ticket, version) ->
                served.computeIfAbsent(ticket, key -> new HashSet<>()).add(version));
        return calls;
    }

    boolean wasServed(String ticket, Version version) {
        return served.getOrDefault(ticket, Set.of()).contains(version);
    }

    public List<String> history() {
        return scheduler.history();
    }
}
