package dev.hermes;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes clients for AWS. Region and credentials come from where the SDK looks for them. */
public final class AwsClients {

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

    public DynamoDbClient dynamoDb() {
        return at(dynamoDbEndpoint, DynamoDbClient.builder()).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(String endpoint, B builder) {
        return endpoint.isBlank() ? builder : builder.endpointOverride(URI.create(endpoint.trim()));
    }
}
