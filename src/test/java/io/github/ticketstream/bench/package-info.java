/** Measurements with the packaged program; each is a command of its own, see the README. */
package io.github.ticketstream.bench;
