package dev.hermes;

import dev.hermes.dependency.Dependencies;
import dev.hermes.dependency.FailureKind;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClientBuilder;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Makes clients for AWS. Region and credentials come from where the SDK looks for them.
 *
 * <p>Those of a server have a deadline for every request, and are observed by its {@link Dependencies}. Those of a command
 * have the patience of the SDK.
 */
public final class AwsClients implements Clients {

    private static final Pattern EXECUTE_API = Pattern.compile("\\.execute-api\\.([a-z0-9-]+)\\.");
    private static final int SERVER_ERROR = 500;
    /** More than there are threads that use them. */
    private static final int MOST_CONNECTIONS = 64;

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final BackoffStrategy SHORTLY =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofMillis(100));

    private static final Duration MANAGEMENT_TIMEOUT = Duration.ofSeconds(2);

    private final String sqsEndpoint;
    private final String dynamoDbEndpoint;
    private final ClientOverrideConfiguration sqsCalls;
    private final ClientOverrideConfiguration dynamoDbCalls;

    private AwsClients(
            String sqsEndpoint,
            String dynamoDbEndpoint,
            ClientOverrideConfiguration sqsCalls,
            ClientOverrideConfiguration dynamoDbCalls) {
        this.sqsEndpoint = sqsEndpoint;
        this.dynamoDbEndpoint = dynamoDbEndpoint;
        this.sqsCalls = sqsCalls;
        this.dynamoDbCalls = dynamoDbCalls;
    }

    /** For a command. Empty endpoints are those of AWS. */
    public AwsClients(String sqsEndpoint, String dynamoDbEndpoint) {
        this(
                sqsEndpoint,
                dynamoDbEndpoint,
                ClientOverrideConfiguration.builder().build(),
                ClientOverrideConfiguration.builder().build());
    }

    /** For a command. */
    public static AwsClients of(Settings settings) {
        return new AwsClients(settings.get("hermes.aws.sqs-endpoint"), settings.get("hermes.aws.dynamodb-endpoint"));
    }

    /** For a server. */
    static AwsClients of(Settings settings, Dependencies dependencies) {
        return new AwsClients(
                settings.get("hermes.aws.sqs-endpoint"),
                settings.get("hermes.aws.dynamodb-endpoint"),
                calls(settings, dependencies.sqsCalls()),
                calls(settings, dependencies.dynamoDbCalls()));
    }

    private static ClientOverrideConfiguration calls(Settings settings, ExecutionInterceptor observer) {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(observer)
                .apiCallAttemptTimeout(Duration.ofMillis(settings.number("hermes.aws.attempt-milliseconds")))
                .apiCallTimeout(Duration.ofMillis(settings.number("hermes.aws.request-milliseconds")))
                .retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                        .useClientDefaults(false)
                        .maxAttempts(2)
                        .retryOnException(AwsClients::mayBeAccident)
                        .treatAsThrottling(failure -> false)
                        .backoffStrategy(SHORTLY)
                        .build())
                .build();
    }

    /** A lost connection or a server's error. Throttling is never retried here: those who wait know how, and how often. */
    private static boolean mayBeAccident(Throwable failure) {
        return FailureKind.of(failure) == FailureKind.UNAVAILABLE
                && (!(failure instanceof AwsServiceException answer) || answer.statusCode() >= SERVER_ERROR);
    }

    /**
     * Makes sure that there are a region and credentials, without which no request can be made.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if the SDK finds none; the message says which
     */
    static void requireRegionAndCredentials() {
        region();
        try (DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build()) {
            credentials.resolveCredentials();
        }
    }

    /** The region that the SDK finds; signatures need one even where no AWS is. */
    static String region() {
        return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    }

    @Override
    public SqsClient sqs() {
        return at(sqsEndpoint, SqsClient.builder())
                .overrideConfiguration(sqsCalls)
                .httpClientBuilder(pool())
                .build();
    }

    /** On the event loops of {@code vertx}, which it leaves running when it is closed. */
    @Override
    public SqsAsyncClient sqsAsync(Vertx vertx) {
        SdkEventLoopGroup loops = SdkEventLoopGroup.create(((VertxInternal) vertx).getEventLoopGroup());
        return at(sqsEndpoint, SqsAsyncClient.builder())
                .overrideConfiguration(sqsCalls)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(loops)
                        .maxConcurrency(MOST_CONNECTIONS)
                        .connectionTimeout(CONNECT))
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

    @Override
    public DynamoDbClient dynamoDb() {
        return at(dynamoDbEndpoint, DynamoDbClient.builder())
                .overrideConfiguration(dynamoDbCalls)
                .httpClientBuilder(pool())
                .build();
    }

    private static ApacheHttpClient.Builder pool() {
        return ApacheHttpClient.builder()
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(CONNECT)
                .connectionAcquisitionTimeout(CONNECT);
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(String endpoint, B builder) {
        return endpoint.isBlank() ? builder : builder.endpointOverride(URI.create(endpoint.trim()));
    }
}
