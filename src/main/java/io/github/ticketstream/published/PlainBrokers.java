package io.github.ticketstream.published;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import org.apache.kafka.common.utils.Utils;

/**
 * Brokers that are to be used without TLS. Kafka's client takes the first four bytes of any answer for a length, without a
 * limit: those of a TLS alert, or of an HTTP server, are more than the heap has, and end the JVM. So a socket of our own asks
 * first.
 */
final class PlainBrokers {
    /** For the connection, and for the answer. */
    private static final int MAX_MILLIS = 1_000;
    /** A request for the API's versions: its length, 18, version 0, number 0, no client id. */
    private static final byte[] API_VERSIONS = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, -1, -1};

    private static final int MAX_ANSWER = 1 << 20;
    /** A stop waits for the silent ones. */
    private static final int MAX_BROKERS = 3;

    private PlainBrokers() {}

    /**
     * Asks the first brokers, one after the other, until one answers.
     *
     * @param brokers as {@code bootstrap.servers} has them
     * @return whether one has answered; if not, Kafka's client is to say why
     * @throws KafkaFailure if the answer is none of Kafka's without TLS
     */
    static boolean answer(String brokers) {
        return Arrays.stream(brokers.split(","))
                .map(String::strip)
                .filter(broker -> Utils.getPort(broker) != null)
                .limit(MAX_BROKERS)
                .anyMatch(broker -> answers(Utils.getHost(broker), Utils.getPort(broker)));
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), MAX_MILLIS);
            socket.setSoTimeout(MAX_MILLIS);
            socket.getOutputStream().write(API_VERSIONS);
            int length = new DataInputStream(socket.getInputStream()).readInt();
            if (length >= 0 && length <= MAX_ANSWER) {
                return true;
            }
        } catch (IOException e) {
            return false;
        }
        throw KafkaFailure.forOperator(
                "the server at " + host + ":" + port + " does not speak Kafka without TLS",
                "if Kafka wants TLS there, set camel.component.kafka.sasl-auth-type or"
                        + " camel.component.kafka.security-protocol; else check camel.component.kafka.brokers");
    }
}
