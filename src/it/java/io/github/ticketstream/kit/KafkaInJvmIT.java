package io.github.ticketstream.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaInJvmIT {
    private static final String SERVED = "served to the end";

    @TempDir
    private Path directory;

    /** Its files must stay until it is closed: without them it would end the JVM, all tests green, with exit code 1. */
    @Test
    void servesWhileTheJvmEnds() {
        try (JavaProcess jvm = JavaProcess.start(
                directory,
                Map.of(),
                List.of("-Xmx512m", "-cp", JavaProcess.classPathOfTests(), EndingJvm.class.getName()))) {
            assertThat(jvm.exitCode(Duration.ofMinutes(2))).isZero();
            assertThat(jvm.out()).contains(SERVED);
        }
    }

    /** Ends at once, and asks its broker for work while it does. */
    static final class EndingJvm {
        private EndingJvm() {}

        public static void main(String[] args) {
            KafkaInJvm kafka = KafkaInJvm.start(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                createTopics(kafka);
                System.out.println(SERVED);
                kafka.close();
            }));
            System.exit(0);
        }

        /** One by one, which takes longer than another hook needs to delete a few files. */
        private static void createTopics(KafkaInJvm kafka) {
            try (Admin admin = kafka.admin()) {
                for (int number = 0; number < 100; number++) {
                    admin.createTopics(List.of(new NewTopic("topic-" + number, 1, (short) 1)))
                            .all()
                            .get();
                }
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
