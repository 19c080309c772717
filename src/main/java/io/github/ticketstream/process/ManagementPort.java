package io.github.ticketstream.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Properties;

/** Where health and metrics are served. Camel starts without them if the port is taken, and a probe would kill us for it. */
public final class ManagementPort {
    private ManagementPort() {}

    /**
     * @throws SettingException if there is no such host
     * @throws IllegalStateException naming the key, if health and metrics could not be served there
     */
    public static void requireFree(Properties settings) {
        if (!Boolean.parseBoolean(settings.getProperty("camel.management.enabled"))) {
            return;
        }
        String host = settings.getProperty("camel.management.host");
        int port = Integer.parseInt(settings.getProperty("camel.management.port"));
        if (!isOfThisMachine(host)) {
            throw new SettingException(
                    "camel.management.host", "'" + host + "' is not known; it must be an address of this machine");
        }
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "camel.management.port: can't listen at " + host + ":" + port + " (" + e.getMessage() + ")");
        }
    }

    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
