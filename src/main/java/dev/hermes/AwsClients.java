package dev.hermes;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClientBuilder;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes clients for AWS. Region and credentials come from where the SDK looks for them. */
public final class AwsClients {

    private static final Pattern EXECUTE_API = Pattern.compile("\\.execute-api\\.([a-z0-9-]+)\\.");

    private static final Duration MANAGEMENT_TIMEOUT = Duration.ofSeconds(2);

    private final String sqsEndpoint;
    private final String dynamoDbEndpoint;

    /** Empty endpoints are those of AWS. */
    public AwsClients(String sqsEndpoint, String dynamoDbEndpoint) {
        this.sqsEndpoint = sqsEndpoint;
        this.dynamoDbEndpoint = dynamoDbEndpoint;
    }

    public static AwsClients of(Settings settings) {
        return new AwsClients(settings.get("hermes.aws.sqs-endpoint"), settings.get("hermes.aws.dynamodb-endpoint"));
    }

    /** The region that the SDK finds; signatures need one even where no AWS is. */
    static String region() {
        return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    }

    public SqsClient sqs() {
        return at(sqsEndpoint, SqsClient.builder()).build();
    }

    /** On the event loops of {@code vertx}, which it leaves running when it is closed. */
    public SqsAsyncClient sqsAsync(Vertx vertx) {
        SdkEventLoopGroup loops = SdkEventLoopGroup.create(((VertxInternal) vertx).getEventLoopGroup());
        return at(sqsEndpoint, SqsAsyncClient.builder())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(loops))
                .build();
    }

    /**
     * For the management API of one gateway. It tries once: what is worth another try, and when, the route says.
     */
    public static ApiGatewayManagementApiAsyncClient management(
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

    /** As {@link #management}, for a caller that can wait. */
    static ApiGatewayManagementApiClient managementBlocking(String endpoint) {
        ApiGatewayManagementApiClientBuilder builder = ApiGatewayManagementApiClient.builder();
        region(endpoint).ifPresent(builder::region);
        return builder.endpointOverride(URI.create(endpoint))
                .overrideConfiguration(calls -> calls.apiCallTimeout(MANAGEMENT_TIMEOUT))
                .build();
    }

    /** The signature names the region of the gateway, which need not be the one that Hermes runs in. */
    private static Optional<Region> region(String endpoint) {
        Matcher region = EXECUTE_API.matcher(endpoint);
        return region.find() ? Optional.of(Region.of(region.group(1))) : Optional.empty();
    }

    public DynamoDbClient dynamoDb() {
        return at(dynamoDbEndpoint, DynamoDbClient.builder()).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(String endpoint, B builder) {
        return endpoint.isBlank() ? builder : builder.endpointOverride(URI.create(endpoint.trim()));
    }
}
