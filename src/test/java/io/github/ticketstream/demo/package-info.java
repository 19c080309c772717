/**
 * The whole thing to look at: {@code mvn -q test-compile exec:java}.
 *
 * <p>{@link io.github.ticketstream.demo.Demo} is the program, {@code DemoRun} the parts that it starts and how it ends,
 * {@code Proof} the promise as a comparison of what the API served with what a subscriber got.
 */
package io.github.ticketstream.demo;
