package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.kit.KafkaInJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers at the address that {@code camel.component.kafka.brokers} names. */
final class PlainBrokersTest {
    @AutoClose
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    PlainBrokersTest() throws IOException {}

    @ParameterizedTest(name = "{0}")
    @CsvSource({"an alert of TLS, 15030300020246", "HTTP, 485454502f312e3120343030", "a negative length, ffffffff"})
    void anAnswerThatIsNotKafkasIsNamed(String what, String answer) {
        serve(answer);

        assertThatThrownBy(() -> PlainBrokers.answer(address()))
                .isInstanceOf(KafkaFailure.class)
                .hasMessageContaining("the server at " + address() + " does not speak Kafka without TLS")
                .extracting(failure -> ((KafkaFailure) failure).remedy())
                .asString()
                .contains("camel.component.kafka.security-protocol", "camel.component.kafka.brokers");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"closes at once, ''", "answers too little, 0000"})
    void ofAServerThatSaysNothingKafkasClientIsToSayWhy(String what, String answer) {
        serve(answer);

        assertThat(PlainBrokers.answer(address())).isFalse();
    }

    @Test
    void theFirstBrokerThatAnswersDecides() throws IOException {
        String gone = address();
        server.close();

        assertThat(PlainBrokers.answer(gone)).isFalse();
        assertThat(PlainBrokers.answer(
                        "no port, " + gone + ", " + KafkaInJvm.shared().bootstrapServers()))
                .isTrue();
    }

    private String address() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    private void serve(String answer) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().readNBytes(14);
                socket.getOutputStream().write(HexFormat.of().parseHex(answer));
            } catch (IOException e) {
                // The test has ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
