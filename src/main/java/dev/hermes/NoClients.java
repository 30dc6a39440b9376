package dev.hermes;

import io.vertx.core.Vertx;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;

/** Clients for AWS that ask nobody. */
final class NoClients implements Clients {

    @Override
    public SqsClient sqs() {
        return new NoSqs();
    }

    @Override
    public SqsAsyncClient sqsAsync(Vertx vertx) {
        throw new UnsupportedOperationException("Nothing is received here");
    }

    @Override
    public DynamoDbClient dynamoDb() {
        return new NoDynamoDb();
    }

    /** Says that every queue exists, since nothing here can know; every other request of it is refused. */
    private static final class NoSqs implements SqsClient {

        @Override
        public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
            return GetQueueUrlResponse.builder()
                    .queueUrl(url(request.queueName()))
                    .build();
        }

        @Override
        public ListQueuesResponse listQueues(ListQueuesRequest request) {
            return ListQueuesResponse.builder()
                    .queueUrls(url(request.queueNamePrefix()))
                    .build();
        }

        private static String url(String queue) {
            return "https://sqs.invalid/0/" + queue;
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** Every request of it is refused. */
    private static final class NoDynamoDb implements DynamoDbClient {

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
