package dev.hermes.node;

import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Signs what a node asks of another: Signature Version 4, service {@code execute-api}, the nodes' common key pair. */
public final class RequestSigner {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsBasicCredentials keys;
    private final String region;

    public RequestSigner(String accessKeyId, String secretAccessKey, String region) {
        this.keys = AwsBasicCredentials.create(accessKeyId, secretAccessKey);
        this.region = region;
    }

    /** The headers that make a POST of {@code body} to {@code uri} a signed one. */
    Map<String, List<String>> sign(URI uri, String body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(uri)
                .putHeader("Content-Type", "application/json")
                .build();
        return signer.sign(sign -> sign.identity(keys)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request()
                .headers();
    }
}
