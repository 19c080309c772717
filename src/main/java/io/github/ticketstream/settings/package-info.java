/** The settings: read from their layers, checked, and refused with the key that is wrong. */
package io.github.ticketstream.settings;
