/**
 * Commands beside the stream, for the operator: {@code doctor} checks what the stream needs before anything is published,
 * {@code audit} compares what it has written. {@link io.github.ticketstream.doctor.CommandLine} is the door. Nothing in
 * here writes to Kafka, joins a group or uses the transactional id: both may run beside the stream.
 */
package io.github.ticketstream.doctor;
