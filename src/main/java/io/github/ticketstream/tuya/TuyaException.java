package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Printable;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
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
        /** The same, of the way to Tuya: no call comes to pass, so that probing costs none. */
        CONNECTION,
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

    /** The failure that an exception out of a route stands for. What is none of the connection either is a fault of ours. */
    public static TuyaException of(Throwable thrown) {
        TuyaException known = in(thrown);
        if (known != null) {
            return known;
        }
        Throwable root = thrown;
        Refusal refusal = Refusal.of(root);
        while (refusal == null && root.getCause() != null) {
            root = root.getCause();
            refusal = Refusal.of(root);
        }
        // Of a chain of causes, the last one tells most.
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String what = root.getClass().getSimpleName() + ": " + Printable.withoutSecrets(root.getMessage());
        if (refusal != null) {
            return new TuyaException(
                    Kind.CONNECTION, refusal.problem + " (" + what + ")", refusal.remedy, Duration.ZERO, thrown);
        }
        boolean ours = root instanceof RuntimeException || root instanceof Error;
        return new TuyaException(
                Kind.TRANSIENT,
                (ours ? "an error of the program itself (" : "no reply from Tuya (") + what + ")",
                ours ? "report it, with the log" : "if it lasts, check the network, the data centre and the proxy",
                Duration.ZERO,
                thrown);
    }

    /** A connection that fails by what the two sides are, not by what lies between them: the next one does as well. */
    private enum Refusal {
        CERTIFICATE(
                "the server's certificate is not accepted",
                "check tuya.base-url; if a proxy or a private authority signed it, give a trust store that holds that authority (camel.ssl.trustStore)"),
        TLS(
                "no TLS connection to the server is possible",
                "check that tuya.base-url is https where the server speaks TLS; a gateway or proxy on the way may want another version of TLS or a certificate of ours");

        /** What the JDK says of an answer that is not TLS; it has no exception of its own. */
        private static final String NOT_TLS = "Unsupported or unrecognized SSL message";

        private final String problem;
        private final String remedy;

        Refusal(String problem, String remedy) {
            this.problem = problem;
            this.remedy = remedy;
        }

        /** Null if this alone, one of a chain of causes, is none. */
        private static Refusal of(Throwable cause) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof InvalidAlgorithmParameterException
                    || cause instanceof SSLPeerUnverifiedException) {
                return CERTIFICATE;
            }
            // A handshake that breaks off has the broken connection as its cause, a certificate one of those above.
            boolean refused = cause instanceof SSLHandshakeException && cause.getCause() == null;
            boolean noTls = cause instanceof SSLException
                    && String.valueOf(cause.getMessage()).startsWith(NOT_TLS);
            return refused || noTls ? TLS : null;
        }
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
