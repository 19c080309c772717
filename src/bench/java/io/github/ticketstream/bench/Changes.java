package io.github.ticketstream.bench;

/** Changes a few tickets before each walk over the list, once it has begun and until it ends. Evenly spread, others each time. */
final class Changes implements Runnable {
    private final CannedTickets tickets;
    private final int perWalk;
    private boolean active;
    private int walks;
    private int firstChangedWalk = -1;
    private int made;

    Changes(CannedTickets tickets, int perWalk) {
        this.tickets = tickets;
        this.perWalk = perWalk;
    }

    /** Page 1 was asked for. */
    @Override
    public synchronized void run() {
        if (active) {
            if (firstChangedWalk < 0) {
                firstChangedWalk = walks;
            }
            for (int i = 0; i < perWalk; i++) {
                tickets.touch((int) (((long) i * tickets.size() / perWalk + walks) % tickets.size()));
                made++;
            }
        }
        walks++;
    }

    synchronized void begin() {
        active = true;
    }

    synchronized void end() {
        active = false;
    }

    /** The first walk, from 0, that saw a change; -1 if none did yet. */
    synchronized int firstChangedWalk() {
        return firstChangedWalk;
    }

    synchronized int made() {
        return made;
    }
}
