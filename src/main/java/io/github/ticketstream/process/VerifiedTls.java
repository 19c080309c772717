package io.github.ticketstream.process;

import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;

/**
 * Refuses settings that disable TLS verification: a man in the middle could take the token and read every ticket. Looks at
 * what Camel made of its settings, however they were spelt.
 */
public final class VerifiedTls extends MainListenerSupport {
    private static final String REFUSED =
            "is not allowed: the server's certificate is always verified; trust a private authority by camel.ssl.trustStore";

    @Override
    public void afterConfigure(BaseMainSupport main) {
        CamelContext camel = main.getCamelContext();
        HttpComponent https = camel.getComponent("https", HttpComponent.class);
        boolean trustsAll = main.configure().hasSslConfiguration()
                && main.configure().sslConfig().isTrustAllCertificates();
        if (trustsAll || decidesByItself(camel.getSSLContextParameters())) {
            throw new SettingException("camel.ssl.trustAllCertificates", REFUSED);
        }
        if (decidesByItself(https.getSslContextParameters())) {
            throw new SettingException("camel.component.https.sslContextParameters", REFUSED);
        }
        if (https.getX509HostnameVerifier().getClass() != DefaultHostnameVerifier.class) {
            throw new SettingException("camel.component.https.x509HostnameVerifier", REFUSED);
        }
        if (https.getClientConnectionManager() != null) {
            throw new SettingException("camel.component.https.clientConnectionManager", REFUSED);
        }
    }

    /** Trust by code of its own rather than by a trust store. */
    private static boolean decidesByItself(SSLContextParameters tls) {
        return tls != null
                && tls.getTrustManagers() != null
                && tls.getTrustManagers().getTrustManager() != null;
    }
}
