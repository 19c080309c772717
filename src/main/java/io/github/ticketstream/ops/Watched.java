package io.github.ticketstream.ops;

import io.github.ticketstream.pace.Outlook;
import io.github.ticketstream.tuya.TuyaMeters;

/** What those who watch the stream look at. */
public record Watched(StreamStatus status, StreamMeters meters, TuyaMeters calls, Outlook outlook) {}
