package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.kit.HttpProxy;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failed connection is follows from why it failed, not from which call met it. */
@Timeout(30)
final class RefusedConnectionTest {
    private static final String TLS = "no TLS connection to the server is possible (";
    private static final String NO_REPLY = "no reply from Tuya (";
    private static final String OURS = "an error of the program itself (";

    private record Case(String starts, Exception root) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(TLS, new SSLPeerUnverifiedException("Certificate for <a> doesn't match")),
                new Case(TLS, caused(new SSLHandshakeException("PKIX"), new CertificateException("no path"))),
                new Case(TLS, caused(new SSLHandshakeException("NotAfter"), new CertificateExpiredException())),
                new Case(TLS, new SSLException("empty", new InvalidAlgorithmParameterException("no anchors"))),
                new Case(TLS, new SSLHandshakeException("Received fatal alert: protocol_version")),
                new Case(TLS, new SSLHandshakeException("No appropriate protocol")),
                new Case(TLS, new SSLException("Unsupported or unrecognized SSL message")),
                new Case(NO_REPLY, caused(new SSLHandshakeException("Remote host terminated"), new EOFException())),
                new Case(NO_REPLY, new SSLException("reset", new SocketException("Connection reset"))),
                new Case(NO_REPLY, new SSLException("Tag mismatch", new AEADBadTagException("Tag mismatch"))),
                new Case(OURS, new IllegalStateException("a mistake")),
                new Case(OURS, new RuntimeException("wrapped", new StackOverflowError())),
                new Case(NO_REPLY, new UnknownHostException("openapi.example.com")),
                new Case(NO_REPLY, new ConnectException("Connection refused")));
    }

    private static Exception caused(Exception failure, Exception cause) {
        failure.initCause(cause);
        return failure;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theKindFollowsFromTheCauseHoweverItIsWrapped(Case failure) {
        Kind expected = List.of(NO_REPLY, OURS).contains(failure.starts()) ? Kind.TRANSIENT : Kind.CONNECTION;
        Stream<Throwable> wrapped = Stream.of(
                failure.root(),
                new ExecutionException(failure.root()),
                new RuntimeCamelException(new IOException("outer", failure.root())));

        assertThat(wrapped.map(TuyaException::of)).allSatisfy(told -> {
            assertThat(told.kind()).isEqualTo(expected);
            assertThat(told).hasMessageStartingWith(failure.starts());
            assertThat(told.remedy()).isNotBlank();
        });
    }

    /** Camel puts the failure of an earlier attempt there. */
    @Test
    void whatIsSuppressedDecidesNothing() {
        Exception now = new ConnectException("Connection refused");
        now.addSuppressed(new SSLPeerUnverifiedException("a certificate, a minute ago"));

        assertThat(TuyaException.of(now).kind()).isEqualTo(Kind.TRANSIENT);
    }

    /** As web servers answer what is no HTTP. */
    @Test
    void aServerThatSpeaksNoTlsIsNoNetworkThatPasses() throws IOException {
        try (TuyaSimulator simulator = TuyaSimulator.start();
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ConnectedTuya tuya =
                        ConnectedTuya.to(simulator, "tuya.base-url=https://127.0.0.1:" + server.getLocalPort())) {
            Thread answering = new Thread(() -> answerInClear(server), "no-tls");
            answering.start();

            TuyaException thrown = catchThrowableOfType(TuyaException.class, tuya::firstPage);

            assertThat(thrown.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(thrown).hasMessageStartingWith(TLS);
        }
    }

    private static void answerInClear(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatWantsAPasswordIsNoFailureThatPassesEither(String scheme) {
        try (TuyaSimulator simulator = TuyaSimulator.start();
                HttpProxy proxy = HttpProxy.refusing(407);
                ConnectedTuya tuya = ConnectedTuya.to(
                        simulator,
                        "tuya.base-url=" + scheme + "://openapi.tuya.invalid",
                        "camel.component." + scheme + ".proxy-host=127.0.0.1",
                        "camel.component." + scheme + ".proxy-port=" + proxy.port())) {
            TuyaException thrown = catchThrowableOfType(TuyaException.class, tuya::firstPage);

            assertThat(thrown.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(thrown).hasMessageContaining("407").hasMessageContaining("proxy");
            assertThat(proxy.asked()).as("asking again would be of no use").hasSize(1);
        }
    }
}
