package io.github.ticketstream.tuya;

/**
 * The envelope around every reply, {@code {"success":…, "result":…, "code":…, "msg":…, "t":…, "tid":…}}, with its result.
 * {@code success} alone decides; a code can be there on success too, and be a number or a string.
 *
 * @param <R> what the call is about
 * @param result null if there is none
 * @param time Tuya's clock, epoch milliseconds; 0 if the reply does not say
 */
record Reply<R>(boolean success, R result, String code, String msg, String tid, long time) {}
