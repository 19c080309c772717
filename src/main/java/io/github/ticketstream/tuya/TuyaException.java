package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Printable;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A call to Tuya that gave no usable reply, or a ticket list that can't be trusted. The message names no secret. */
public final class TuyaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a failure means for the next attempt. */
    public enum Kind {
        /** The access token was refused: get a new one, try once more. */
        REAUTHENTICATE,
        /** Passes by itself: back off and try again. */
        TRANSIENT,
        /** The request's time was refused: correct the clock by the reply's, try once more. */
        CLOCK,
        /** Someone must change a setting or the project: probe slowly. */
        CONFIGURATION,
        /** The calls that were paid for are spent: probe very slowly. */
        QUOTA,
        /** Our request is wrong: trying the same again is of no use. */
        REQUEST,
        /** A code we don't know: like {@link #TRANSIENT}, but slower. */
        UNKNOWN,
        /** The list itself is not as documented: the next sweep may see a better one. */
        LIST
    }

    private final Kind kind;
    private final String remedy;
    private final transient Duration retryAfter;

    TuyaException(Kind kind, String problem, String remedy) {
        this(kind, problem, remedy, Duration.ZERO, null);
    }

    TuyaException(Kind kind, String problem, String remedy, Duration retryAfter, Throwable cause) {
        super(Printable.of(problem), cause);
        this.kind = kind;
        this.remedy = remedy;
        this.retryAfter = retryAfter;
    }

    /**
     * The one behind an exception, or null. Not by Camel's ObjectHelper, which first looks at what is suppressed; and there
     * Camel keeps the failure of the attempt before.
     */
    public static TuyaException in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TuyaException known) {
                return known;
            }
        }
        return null;
    }

    /** The failure that an exception out of a route stands for; anything that is not ours counts as a broken connection. */
    public static TuyaException of(Throwable thrown) {
        TuyaException known = in(thrown);
        if (known != null) {
            return known;
        }
        Throwable root = thrown;
        boolean certificate = false;
        while (root.getCause() != null) {
            root = root.getCause();
            certificate |= root instanceof CertificateException || root instanceof SSLPeerUnverifiedException;
        }
        if (certificate) {
            return new TuyaException(
                    Kind.CONFIGURATION,
                    "the server's certificate is not accepted (" + Printable.withoutSecrets(root.getMessage()) + ")",
                    "check tuya.base-url; if a proxy or a private authority signed it, give a trust store that holds that authority (camel.ssl.trustStore)",
                    Duration.ZERO,
                    thrown);
        }
        return new TuyaException(
                Kind.TRANSIENT,
                "no reply from Tuya (" + root.getClass().getSimpleName() + ": "
                        + Printable.withoutSecrets(root.getMessage()) + ")",
                "if it lasts, check the network, the data centre and the proxy",
                Duration.ZERO,
                thrown);
    }

    public Kind kind() {
        return kind;
    }

    /** What to do about it, in a few words for the operator. */
    public String remedy() {
        return remedy;
    }

    /** How long the API asked us to wait at least; zero if it did not. */
    public Duration retryAfter() {
        return retryAfter == null ? Duration.ZERO : retryAfter;
    }
}
