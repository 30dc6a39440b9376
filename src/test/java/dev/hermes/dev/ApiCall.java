package dev.hermes.dev;

import dev.hermes.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A call of {@code @connections} in raw HTTP, signed by the SDK's signer: rightly, or as wrongly as a test wants it. */
public final class ApiCall {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Longer than Hermes may take for any answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length", "connection", "expect");

    private final String method;
    private final URI uri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String accessKeyId;
    private String secret;
    private String body = "";
    private String bodySent;
    private String service = "execute-api";
    private String region = "eu-west-1";
    private Clock clock = Clock.systemUTC();
    private boolean doubleEncoded = true;
    private boolean signed = true;
    private boolean waiting;

    /** @param path as it is sent, with whatever is percent-encoded in it */
    public ApiCall(Settings settings, String method, String path) {
        this.method = method;
        this.uri = URI.create("http://127.0.0.1:" + settings.get("hermes.gateway.port") + path);
        this.accessKeyId = settings.get("hermes.connections-api.access-key-id");
        this.secret = settings.get("hermes.connections-api.secret-access-key");
    }

    public ApiCall body(String body) {
        this.body = body;
        return this;
    }

    /** Sends another body than the one that was signed. */
    public ApiCall alteredBody(String body) {
        this.bodySent = body;
        return this;
    }

    /** Sends another header, which is not signed. */
    public ApiCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ApiCall unsigned() {
        this.signed = false;
        return this;
    }

    public ApiCall keyPair(String accessKeyId, String secret) {
        this.accessKeyId = accessKeyId;
        this.secret = secret;
        return this;
    }

    public ApiCall service(String service) {
        this.service = service;
        return this;
    }

    public ApiCall region(String region) {
        this.region = region;
        return this;
    }

    /** Signs as if it were earlier, or later if negative. */
    public ApiCall signedBefore(Duration age) {
        this.clock = Clock.offset(Clock.systemUTC(), age.negated());
        return this;
    }

    /** Signs the path as it is sent, instead of its encoding. */
    public ApiCall encodedOnce() {
        this.doubleEncoded = false;
        return this;
    }

    /** Sends the body only when the server asks for it. */
    public ApiCall waiting() {
        this.waiting = true;
        return this;
    }

    public HttpResponse<String> send() throws IOException, InterruptedException {
        return HTTP.send(request(), BodyHandlers.ofString());
    }

    /** Sends it, and waits for no answer. */
    public CompletableFuture<HttpResponse<String>> begin() {
        return HTTP.sendAsync(request(), BodyHandlers.ofString());
    }

    private HttpRequest request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .expectContinue(waiting)
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(bodySent == null ? body : bodySent));
        headers.forEach(request::header);
        if (signed) {
            signature().headers().forEach((name, values) -> {
                if (!SET_BY_CLIENT.contains(name.toLowerCase())) {
                    values.forEach(value -> request.header(name, value));
                }
            });
        }
        return request.build();
    }

    private SdkHttpRequest signature() {
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsCredentialsIdentity.create(accessKeyId, secret))
                        .request(SdkHttpFullRequest.builder()
                                .method(SdkHttpMethod.fromValue(method))
                                .uri(uri)
                                .build())
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, doubleEncoded)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
    }
}
