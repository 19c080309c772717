package io.github.ticketstream.published;

import io.github.ticketstream.process.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.util.StringHelper;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.utils.Utils;

/** What can be told of the clients' settings before Kafka is asked: a stream whose settings are none does not start. */
public final class ClientSettings extends MainListenerSupport {
    private static final String PREFIX = "camel.component.kafka.";
    private static final int LEAST_REQUEST = 4096;
    private static final List<String> FILES =
            List.of(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
    /** Camel's option where it is not named like Kafka's. */
    private static final Map<String, String> OPTIONS =
            Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "compressionCodec", "bootstrap.servers", "brokers");

    /** @throws SettingException naming the key, without a secret's value */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        require(main.getCamelContext()
                .getComponent("kafka", KafkaComponent.class)
                .getConfiguration());
    }

    private static void require(KafkaConfiguration camels) {
        for (String broker : camels.getBrokers().split(",")) {
            String address = broker.strip();
            if (!address.isEmpty() && (Utils.getHost(address) == null || Utils.getPort(address) == null)) {
                throw refused("bootstrap.servers", "must be addresses such as kafka:9092, separated by commas");
            }
        }
        require(ProducerConfig.configDef(), camels.createProducerProperties());
        require(ConsumerConfig.configDef(), camels.createConsumerProperties());
    }

    private static void require(ConfigDef known, Properties settings) {
        settings.keySet().retainAll(known.names());
        for (Object name : settings.keySet()) {
            Object value = settings.get(name);
            ConfigDef.ConfigKey key = known.configKeys().get(name);
            parsed(key, value);
            if (FILES.contains(key.name) && !Files.isReadable(Path.of(value.toString()))) {
                throw refused(key.name, "there is no readable file of that name");
            }
        }
    }

    private static void parsed(ConfigDef.ConfigKey key, Object value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            if (key.name.equals(ProducerConfig.MAX_REQUEST_SIZE_CONFIG) && (Integer) parsed < LEAST_REQUEST) {
                throw refused(key.name, "must be at least " + LEAST_REQUEST + ", or no record fits");
            }
        } catch (ConfigException e) {
            throw refused(key.name, KafkaFailure.refusedSetting(e));
        }
    }

    private static SettingException refused(String name, String problem) {
        String option = OPTIONS.getOrDefault(name, StringHelper.dashToCamelCase(name.replace('.', '-')));
        return new SettingException(PREFIX + option, problem);
    }
}
