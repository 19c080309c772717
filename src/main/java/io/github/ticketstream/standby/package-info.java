/**
 * Elects the active replica by membership in a Kafka consumer group: the member that gets the one partition of the
 * state topic is the leader. This consumer reads nothing, and the promise does not depend on it: of two replicas that
 * both believe to be the leader, the transactional id lets only one write.
 */
package io.github.ticketstream.standby;
