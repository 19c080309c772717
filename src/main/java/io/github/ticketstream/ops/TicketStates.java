package io.github.ticketstream.ops;

import io.github.ticketstream.settings.TicketSettings;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The state in which this process last saw each ticket, for those who watch; nothing is decided by it. Tickets are told
 * apart by a 64-bit hash. Not for several threads.
 */
final class TicketStates {
    /** Names of states are kept, but not without end: who knows what the API sends. */
    private static final int MOST_NAMES = 100;

    private final Long2IntOpenHashMap states = new Long2IntOpenHashMap();
    private final List<String> names = new ArrayList<>(List.of(""));

    TicketStates() {
        names.addAll(TicketSettings.STATES);
    }

    /**
     * Notes the state of a ticket.
     *
     * @return the one before; empty if there was none
     */
    String put(String ticketNo, String state) {
        long hash = MurmurHash3.hash128x64(ticketNo.getBytes(StandardCharsets.UTF_8))[0];
        return names.get(states.put(hash, number(state)));
    }

    private int number(String state) {
        int known = names.indexOf(state);
        if (known >= 0) {
            return known;
        }
        if (names.size() == MOST_NAMES) {
            return 0;
        }
        names.add(state);
        return names.size() - 1;
    }
}
