package io.github.ticketstream;

import io.github.ticketstream.ops.Change;
import io.github.ticketstream.ops.DeadLetter;
import java.util.Optional;

/** A mark in the transaction in flight; what it stands for is counted when it was read back. */
record Intent(String key, long mark, Optional<Change> change, Optional<DeadLetter> deadLetter) {}
