package dev.hermes;

import io.vertx.core.Vertx;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The clients for AWS; whoever asks for one closes it. */
interface Clients {

    SqsClient sqs();

    /** On the event loops of {@code vertx}, which it leaves running when it is closed. */
    SqsAsyncClient sqsAsync(Vertx vertx);

    DynamoDbClient dynamoDb();
}
