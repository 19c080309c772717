package io.github.ticketstream.simulator;

import java.util.List;

/**
 * The page inside a reply, as told to the client.
 *
 * @param pageNo 0 when there is no page
 * @param last the reply says that no more pages follow
 */
record Served(int pageNo, boolean last, List<SimulatedTicket> entries) {

    static final Served NOTHING = new Served(0, false, List.of());

    boolean isPage() {
        return pageNo > 0;
    }
}
