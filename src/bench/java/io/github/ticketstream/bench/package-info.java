/**
 * Measurements of the packaged program beside what it could be, see {@link io.github.ticketstream.bench.Benchmark}.
 *
 * <p>A {@link io.github.ticketstream.bench.BenchCase} is one question. It is put to each {@link
 * io.github.ticketstream.bench.Contestant} in a {@link io.github.ticketstream.bench.Trial} of its own: fresh topics, a fresh
 * process, the same {@link io.github.ticketstream.bench.Arena}.
 */
package io.github.ticketstream.bench;
