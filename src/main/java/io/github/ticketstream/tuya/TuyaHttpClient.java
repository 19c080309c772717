package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.ProxySettings;
import io.github.ticketstream.settings.TuyaSettings;
import java.io.IOException;
import java.net.ProxySelector;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;

/** Configures Camel's HTTP client for Tuya: signed, within limits, and through the proxy if there is one. */
final class TuyaHttpClient implements HttpClientConfigurer {
    private static final int MAX_HEADERS = 200;
    private static final int MAX_LINE = 16 << 10;

    private final CamelContext camel;
    private final TuyaSettings settings;
    private final HttpRequestInterceptor signing;
    private final ReplyGuard guard;

    TuyaHttpClient(CamelContext camel, TuyaSettings settings, HttpRequestInterceptor signing, ReplyGuard guard) {
        this.camel = camel;
        this.settings = settings;
        this.signing = signing;
        this.guard = guard;
    }

    /** Without the client's own retries and redirects, which bypass signature, rate and error table. */
    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("tuya-ticket-stream")
                .setConnectionManager(connections())
                .addRequestInterceptorLast(signing);
        guard.guard(builder);
        // Without a proxy of ours, the JVM's settings apply.
        builder.setProxySelector(ProxySelector.getDefault());
        settings.proxy().ifPresent(proxy -> use(proxy, builder));
    }

    private static void use(ProxySettings proxy, HttpClientBuilder builder) {
        HttpHost host = new HttpHost("http", proxy.host(), proxy.port());
        builder.setProxy(host);
        if (!proxy.user().isEmpty()) {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    new AuthScope(host),
                    new UsernamePasswordCredentials(
                            proxy.user(), proxy.password().toCharArray()));
            builder.setDefaultCredentialsProvider(credentials);
        }
    }

    /** Makes the connections: Camel's own ones have no limit for a reply's head. */
    private PoolingHttpClientConnectionManager connections() {
        Http1Config limits = Http1Config.custom()
                .setMaxHeaderCount(MAX_HEADERS)
                .setMaxLineLength(MAX_LINE)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits)
                        .build())
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls()))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                        .build())
                .setMaxConnPerRoute(settings.concurrentRequests())
                .setMaxConnTotal(settings.concurrentRequests())
                .build();
    }

    private SSLContext tls() {
        HttpComponent https = camel.getComponent("https", HttpComponent.class);
        SSLContextParameters trust = https.getSslContextParameters();
        if (trust == null && https.isUseGlobalSslContextParameters()) {
            trust = camel.getSSLContextParameters();
        }
        try {
            return trust == null ? SSLContexts.createDefault() : trust.createSSLContext(camel);
        } catch (GeneralSecurityException | IOException e) {
            throw new RuntimeCamelException("the trust store can't be used", e);
        }
    }
}
