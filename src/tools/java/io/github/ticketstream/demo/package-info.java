/**
 * The demo: {@code mvn -q test-compile exec:java}.
 *
 * <p>{@link io.github.ticketstream.demo.Demo} is the program, {@code DemoRun} the parts that it starts and how it ends.
 * At its end {@link io.github.ticketstream.proof.Proof} checks the promise.
 */
package io.github.ticketstream.demo;

