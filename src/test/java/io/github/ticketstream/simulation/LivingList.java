package io.github.ticketstream.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The tickets that the API has, and what happens to them. */
final class LivingList {
    /** How the numbers of tickets begin that are never deleted, but may vanish for a while, all of them. */
    static final String LOST_TOGETHER = "M";

    /** So many that it is the API that is to be doubted when they are gone. */
    private static final int MANY = 21;

    private final TreeMap<String, Version> tickets = new TreeMap<>();
    private final TreeMap<String, Version> deleted = new TreeMap<>();
    private final Set<String> badEntries = new TreeSet<>();
    /** Numbers of tickets that stand in an entry which is no ticket. */
    private final Set<String> defective = new TreeSet<>();

    private int notCounted;
    /** A ticket that moves over the reader in each walk; empty if none does. */
    private String hopping = "";

    private boolean stale;
    /** Nobody documents the order. */
    private boolean backwards;

    private boolean manyAreLost;
    private long now = 200;
    private int numbers;

    LivingList() {
        for (int i = 0; i < MANY; i++) {
            tickets.put(LOST_TOGETHER + i, new Version(10 + i, 0));
        }
        for (int i = 0; i < 3; i++) {
            add();
        }
    }

    /** Tuya's clock: it ticks with each version. */
    long time() {
        return now;
    }

    private void add() {
        tickets.put("T" + numbers++, new Version(now++, 0));
    }

    String change(Choices chance) {
        return switch (chance.below(22)) {
            case 1 -> {
                add();
                yield "a new ticket";
            }
            case 2 -> {
                badEntries.add("{\"bad\":" + chance.below(3) + "}");
                yield "an entry that is no ticket";
            }
            case 3 -> {
                stale = !stale;
                yield stale ? "the API serves old versions" : "the API serves present versions";
            }
            case 4, 5, 10, 11, 12, 13 -> {
                String ticket = any(chance);
                int content = chance.below(3);
                tickets.computeIfPresent(ticket, (number, version) -> version.silently(content));
                yield ticket + " changes silently, to content " + content;
            }
            case 6, 7 -> delete(any(chance));
            case 8 -> comesBack();
            case 9 -> {
                manyAreLost = !manyAreLost;
                yield manyAreLost ? MANY + " tickets vanish" : "they are back";
            }
            case 14, 15 -> {
                String ticket = any(chance);
                boolean added = defective.add(ticket) || !defective.remove(ticket);
                yield ticket + (added ? " is defective" : " is no more defective");
            }
            case 16 -> {
                notCounted = chance.below(3);
                yield "the total is too low by " + notCounted;
            }
            case 17 -> {
                hopping = hopping.isEmpty() ? any(chance) : "";
                notCounted = hopping.isEmpty() ? 0 : 1;
                yield hopping.isEmpty() ? "no ticket hops any more" : hopping + " is never on the page that is read";
            }
            case 18, 19 -> {
                backwards = !backwards;
                yield backwards ? "the oldest come first" : "the newest come first";
            }
            case 20, 21 -> {
                int content = chance.below(3);
                backwards = !backwards;
                tickets.replaceAll((number, version) -> version.silently(content));
                yield "all change silently, to content " + content + ", and the list is turned round";
            }
            default -> {
                String ticket = any(chance);
                tickets.computeIfPresent(ticket, (number, version) -> new Version(now++, version.content()));
                yield ticket + " changes";
            }
        };
    }

    private String any(Choices chance) {
        List<String> some = tickets.keySet().stream()
                .filter(number -> !number.startsWith(LOST_TOGETHER))
                .toList();
        return some.get(chance.below(some.size()));
    }

    private String delete(String ticket) {
        deleted.put(ticket, tickets.remove(ticket));
        if (tickets.size() == MANY) {
            add();
        }
        return ticket + " is deleted";
    }

    private String comesBack() {
        if (deleted.isEmpty()) {
            return "nothing is there to come back";
        }
        String number = deleted.firstKey();
        tickets.put(number, deleted.remove(number));
        return number + " comes back";
    }

    /** What the API says how many entries match. */
    int total(int entries) {
        return Math.max(0, entries - notCounted);
    }

    /** What vanished is back, and all is told as it is, but for the total. */
    void settle() {
        defective.clear();
        hopping = "";
        stale = false;
        manyAreLost = false;
    }

    /** Whether a ticket is asked for whatever the filters are. */
    static boolean isInBoth(String number) {
        return number.startsWith(LOST_TOGETHER) || Integer.parseInt(number.substring(1)) % 2 == 0;
    }

    /** The clock may be set while many are missing. */
    void loseMany() {
        manyAreLost = true;
    }

    /**
     * As the API would tell it now, each entry as JSON.
     *
     * @param page the one that is read
     */
    List<String> entries(Predicate<String> sought, int page) {
        List<String> entries = new ArrayList<>(badEntries);
        tickets.entrySet().stream()
                .filter(ticket -> sought.test(ticket.getKey()))
                .filter(ticket -> !(manyAreLost && ticket.getKey().startsWith(LOST_TOGETHER)))
                .sorted(Comparator.comparingLong(ticket -> place(ticket, page)))
                .forEach(ticket -> {
                    long updateTime = stale ? 5 : ticket.getValue().updateTime();
                    if (defective.contains(ticket.getKey())) {
                        entries.add(defective(ticket.getKey()));
                        return;
                    }
                    entries.add("{\"ticket_no\":\"" + ticket.getKey() + "\",\"update_time\":" + updateTime
                            + ",\"state_code\":\"" + (updateTime % 3 == 0 ? "Finished" : "Pending")
                            + "\",\"content\":" + ticket.getValue().content() + "}");
                });
        return entries;
    }

    private long place(Map.Entry<String, Version> ticket, int page) {
        if (ticket.getKey().equals(hopping)) {
            return page == 1 ? 0 : Long.MIN_VALUE;
        }
        long updateTime = ticket.getValue().updateTime();
        return backwards ? updateTime : -updateTime;
    }

    private static String defective(String number) {
        return "{\"ticket_no\":\"" + number + "\"}";
    }

    Map<String, Version> tickets() {
        return tickets;
    }

    Set<String> badEntries() {
        return badEntries;
    }
}
