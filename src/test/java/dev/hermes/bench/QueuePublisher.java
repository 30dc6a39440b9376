package dev.hermes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Puts messages on a queue with the AWS SDK: ten at a time back to back, one by one at a pace. */
final class QueuePublisher implements Publisher {

    private static final int PER_BATCH = 10;
    private static final int IN_FLIGHT = 8;

    private final SqsAsyncClient sqs;
    private final String queueUrl;
    private final IntFunction<String> bodies;

    QueuePublisher(SqsAsyncClient sqs, String queueUrl, IntFunction<String> bodies) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.bodies = bodies;
    }

    @Override
    public void send(int first, int count, double perSecond) throws Exception {
        long start = System.nanoTime();
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        int perBatch = perSecond > 0 ? 1 : PER_BATCH;
        List<CompletableFuture<SendMessageBatchResponse>> sends = new ArrayList<>();
        for (int sent = 0; sent < count; sent += perBatch) {
            Publisher.pace(start, sent, perSecond);
            inFlight.acquire();
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (int index = sent; index < Math.min(count, sent + perBatch); index++) {
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(index))
                        .messageBody(bodies.apply(first + index))
                        .build());
            }
            sends.add(sqs.sendMessageBatch(batch -> batch.queueUrl(queueUrl).entries(entries))
                    .whenComplete((done, failure) -> inFlight.release()));
        }
        for (CompletableFuture<SendMessageBatchResponse> send : sends) {
            if (!send.join().failed().isEmpty()) {
                throw new Wrong("the queue refused " + send.join().failed());
            }
        }
    }
}
