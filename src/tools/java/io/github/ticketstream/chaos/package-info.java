/**
 * The crash kit: real brokers and replicas as processes, a bad network between them, and a seeded schedule of faults.
 *
 * <p>{@link io.github.ticketstream.chaos.CrashKit} is the command, {@code CrashRun} the run, {@code Stage} what takes part,
 * {@code FaultKind} all that can go wrong, {@code Checker} the proof at the end.
 */
package io.github.ticketstream.chaos;

