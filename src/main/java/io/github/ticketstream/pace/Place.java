package io.github.ticketstream.pace;

/** Where a partial sweep may look. */
public enum Place {
    /** Page 1 of the list, and on. */
    FRONT,
    /** The last page of the list, and before. */
    BACK,
    /** The tickets in open states, and what has left them. */
    OPEN
}
