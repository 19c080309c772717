package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A private certificate authority for tests, and its certificates; made by the JDK's keytool. */
public final class Certificates {
    /** Of every store and every key. */
    public static final String PASSWORD = "pass-of-the-stores";

    private final Path directory;
    private final Path all;

    /** @param directory where the stores are put */
    public Certificates(Path directory) {
        this.directory = directory;
        this.all = directory.resolve("all.p12");
        keytool("-alias", "ca", "-dname", "CN=Authority of this test", "-ext", "bc:c");
    }

    /** Trusts this authority, and nobody else. */
    public synchronized Path trustStore() {
        return store("trusted", (from, to) -> to.setCertificateEntry("ca", from.getCertificate("ca")));
    }

    /** A certificate for {@code localhost} and {@code 127.0.0.1}, with its key; made once. */
    public synchronized Path keyStore(String name) {
        Path made = directory.resolve(name + ".p12");
        return Files.exists(made) ? made : keyStore(name, "dns:localhost,ip:127.0.0.1");
    }

    /** @param hosts whom it is for, as keytool spells it, such as {@code dns:example.com} */
    public synchronized Path keyStore(String name, String hosts) {
        keytool("-alias", name, "-dname", "CN=" + name, "-ext", "san=" + hosts, "-signer", "ca");
        return store(name, (from, to) -> {
            Key key = from.getKey(name, PASSWORD.toCharArray());
            to.setKeyEntry(name, key, PASSWORD.toCharArray(), from.getCertificateChain(name));
        });
    }

    /** Returns {@link #trustStore} as PEM. */
    public synchronized Path trustedPem() {
        return pem("trusted", from -> List.of(from.getCertificate("ca")));
    }

    /** Returns {@link #keyStore} as PEM: the key, then the certificates, without a password. */
    public synchronized Path keyPem(String name) {
        keyStore(name);
        return pem(name, from -> {
            List<Object> all = new ArrayList<>(List.of(from.getKey(name, PASSWORD.toCharArray())));
            all.addAll(List.of(from.getCertificateChain(name)));
            return all;
        });
    }

    private interface Selection {
        List<?> of(KeyStore from) throws GeneralSecurityException;
    }

    private Path pem(String name, Selection selection) {
        Base64.Encoder encoder = Base64.getMimeEncoder();
        try {
            StringBuilder text = new StringBuilder();
            for (Object part : selection.of(KeyStore.getInstance(all.toFile(), PASSWORD.toCharArray()))) {
                String type = part instanceof Key ? "PRIVATE KEY" : "CERTIFICATE";
                byte[] bytes = part instanceof Key key ? key.getEncoded() : ((Certificate) part).getEncoded();
                text.append("-----BEGIN ").append(type).append("-----\n");
                text.append(encoder.encodeToString(bytes));
                text.append("\n-----END ").append(type).append("-----\n");
            }
            return Files.writeString(directory.resolve(name + ".pem"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server that shows this certificate. */
    public static SSLContext serverContext(Path keyStore) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Filling {
        void fill(KeyStore from, KeyStore to) throws GeneralSecurityException;
    }

    private Path store(String name, Filling filling) {
        Path file = directory.resolve(name + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(KeyStore.getInstance(all.toFile(), PASSWORD.toCharArray()), store);
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String... whatFor) {
        String common = "-genkeypair -keyalg EC -validity 2 -storetype PKCS12 -storepass " + PASSWORD;
        List<String> arguments = new ArrayList<>(List.of(common.split(" ")));
        arguments.addAll(List.of("-keystore", all.toString()));
        arguments.addAll(List.of(whatFor));
        Tool.Result made = Tool.ofJdk("keytool")
                .run(directory, Duration.ofMinutes(1), Map.of(), arguments.toArray(String[]::new));
        if (made.exitCode() != 0) {
            throw new IllegalStateException(arguments + " failed: " + made.output());
        }
    }
}
