package dev.hermes;

import dev.hermes.dependency.Dependencies;
import dev.hermes.dependency.FailureKind;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
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

    /** More than there are threads that use them. */
    private static final int MOST_CONNECTIONS = 64;

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final BackoffStrategy SHORTLY =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofMillis(100));

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
        this(sqsEndpoint, dynamoDbEndpoint, ofACommand(), ofACommand());
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

    private static ClientOverrideConfiguration ofACommand() {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(new NameWhatIsMissing())
                .build();
    }

    private static ClientOverrideConfiguration calls(Settings settings, ExecutionInterceptor observer) {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(observer)
                .scheduledExecutorService(Deadlines.threads())
                .apiCallAttemptTimeout(Duration.ofMillis(settings.number("hermes.aws.attempt-milliseconds")))
                .apiCallTimeout(Duration.ofMillis(settings.number("hermes.aws.request-milliseconds")))
                .retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                        .useClientDefaults(false)
                        .maxAttempts(2)
                        // Throttling is never retried here: those who wait know how, and how often.
                        .retryOnException(FailureKind::mayBeAccident)
                        .treatAsThrottling(failure -> false)
                        .backoffStrategy(SHORTLY)
                        .build())
                .build();
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
