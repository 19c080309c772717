/**
 * The whole thing to look at: {@code mvn -q test-compile exec:java}.
 *
 * <p>{@link io.github.ticketstream.demo.Demo} is the program, {@code DemoRun} the parts that it starts and how it ends.
 * What is proved at its end is {@link io.github.ticketstream.proof.Proof}.
 */
package io.github.ticketstream.demo;

