package dev.hermes;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClientBuilder;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClientBuilder;

/** Makes clients for the connections that an API Gateway holds. Credentials come from where the SDK looks for them. */
final class GatewayClients {

    private static final Pattern EXECUTE_API = Pattern.compile("\\.execute-api\\.([a-z0-9-]+)\\.");
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private GatewayClients() {}

    /**
     * For the connections of one gateway. It tries once: what is worth another try, and when, the route says.
     */
    static ApiGatewayManagementApiAsyncClient async(
            Vertx vertx, String endpoint, Duration timeout, int mostConnections) {
        SdkEventLoopGroup loops = SdkEventLoopGroup.create(((VertxInternal) vertx).getEventLoopGroup());
        ApiGatewayManagementApiAsyncClientBuilder builder = ApiGatewayManagementApiAsyncClient.builder();
        region(endpoint).ifPresent(builder::region);
        return builder.endpointOverride(URI.create(endpoint))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(loops)
                        .maxConcurrency(mostConnections)
                        .connectionAcquisitionTimeout(timeout))
                .overrideConfiguration(calls ->
                        calls.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(timeout))
                .build();
    }

    /** As {@link #async}, for a caller that can wait. */
    static ApiGatewayManagementApiClient blocking(String endpoint) {
        ApiGatewayManagementApiClientBuilder builder = ApiGatewayManagementApiClient.builder();
        region(endpoint).ifPresent(builder::region);
        return builder.endpointOverride(URI.create(endpoint))
                .overrideConfiguration(calls -> calls.apiCallTimeout(TIMEOUT))
                .build();
    }

    /** The signature names the region of the gateway, which need not be the one that Hermes runs in. */
    private static Optional<Region> region(String endpoint) {
        Matcher region = EXECUTE_API.matcher(endpoint);
        return region.find() ? Optional.of(Region.of(region.group(1))) : Optional.empty();
    }
}
