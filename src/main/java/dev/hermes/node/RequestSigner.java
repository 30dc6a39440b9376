package dev.hermes.node;

import dev.hermes.audience.CarrierFailure;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Signs what a node asks of another: Signature Version 4, service {@code execute-api}, the nodes' common key pair. */
public final class RequestSigner {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Optional<AwsBasicCredentials> keys;
    private final String region;

    /** Without a key pair (both empty) nothing can be signed, and no other node be asked. */
    public RequestSigner(String accessKeyId, String secretAccessKey, String region) {
        this.keys = accessKeyId.isEmpty() || secretAccessKey.isEmpty()
                ? Optional.empty()
                : Optional.of(AwsBasicCredentials.create(accessKeyId, secretAccessKey));
        this.region = region;
    }

    /**
     * The headers that make a request to {@code uri} a signed one.
     *
     * @throws CarrierFailure if there is no key pair to sign with
     */
    Map<String, List<String>> sign(String method, URI uri, String body) {
        AwsBasicCredentials pair = keys.orElseThrow(() -> new CarrierFailure(
                CarrierFailure.Kind.UNAVAILABLE,
                "it cannot be asked: hermes.connections-api.access-key-id and its secret are not set",
                null));
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(uri)
                .putHeader("Content-Type", "application/json")
                .build();
        return signer.sign(sign -> sign.identity(pair)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request()
                .headers();
    }
}
