package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Printable;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A call to Tuya that gave no usable reply, or a ticket list that can't be trusted. The message names no secret. */
public final class TuyaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The consequence of a failure for the next attempt. */
    public enum Kind {
        /** The access token was refused: get a new one, try once more. */
        REAUTHENTICATE,
        /** Passes by itself: back off and try again. */
        TRANSIENT,
        /** The request's time was refused: correct the clock by the reply's, try once more. */
        CLOCK,
        /** Someone must change a setting or the project: probe slowly. */
        CONFIGURATION,
        /** Someone must repair the way to Tuya. No call arrives, so that probing costs none. */
        CONNECTION,
        /** The quota is spent: probe very slowly. */
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
    private final Duration retryAfter;

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
     * Returns the one behind an exception, or null. Camel's ObjectHelper would look at suppressed exceptions first,
     * where Camel keeps the failure of the attempt before.
     */
    public static TuyaException in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TuyaException known) {
                return known;
            }
        }
        return null;
    }

    /** Returns the failure behind an exception of a route; any but a failed connection is a bug of ours. */
    public static TuyaException of(Throwable thrown) {
        TuyaException known = in(thrown);
        if (known != null) {
            return known;
        }
        List<Throwable> causes =
                Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).toList();
        if (causes.stream().anyMatch(TuyaException::isOfTls)) {
            return caused(
                    causes,
                    Kind.CONNECTION,
                    "no TLS connection to the server is possible",
                    "check tuya.base-url; if a proxy or a private authority signed the certificate, give a trust store that holds that authority (camel.ssl.trustStore); a gateway on the way may want another version of TLS or a certificate of ours");
        }
        Throwable root = causes.get(causes.size() - 1);
        if (root instanceof RuntimeException || root instanceof Error) {
            return caused(causes, Kind.TRANSIENT, "an error of the program itself", "report it, with the log");
        }
        return caused(
                causes,
                Kind.TRANSIENT,
                "no reply from Tuya",
                "if it lasts, check the network, the data centre and the proxy");
    }

    /** @param causes outermost first; the last one says most */
    private static TuyaException caused(List<Throwable> causes, Kind kind, String problem, String remedy) {
        Throwable root = causes.get(causes.size() - 1);
        String shown = root.getClass().getSimpleName() + ": " + Printable.withoutSecrets(root.getMessage());
        return new TuyaException(kind, problem + " (" + shown + ")", remedy, Duration.ZERO, causes.get(0));
    }

    /**
     * Returns whether a certificate was refused, or TLS failed otherwise. A handshake that only breaks off has the broken
     * connection as its cause. For a server without TLS the JDK has only a message.
     */
    private static boolean isOfTls(Throwable cause) {
        return cause instanceof CertificateException
                || cause instanceof CertPathValidatorException
                || cause instanceof InvalidAlgorithmParameterException
                || cause instanceof SSLPeerUnverifiedException
                || (cause instanceof SSLHandshakeException && cause.getCause() == null)
                || (cause instanceof SSLException
                        && String.valueOf(cause.getMessage()).startsWith("Unsupported or unrecognized SSL message"));
    }

    public Kind kind() {
        return kind;
    }

    public String remedy() {
        return remedy;
    }

    /** Returns how long the API asked us to wait at least; zero if it did not. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
