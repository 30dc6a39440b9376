package dev.hermes.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Deletes messages from the queue, up to ten in one request: as soon as there are ten, or the first of them has waited for
 * long enough. Nothing runs while nothing waits. Safe for use by many threads.
 */
final class Deletes {

    /** SQS takes no more in a request. */
    private static final int MOST = 10;

    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final Supplier<SqsAsyncClient> client;
    private final Supplier<String> queueUrl;
    private final Duration linger;
    private final ScheduledExecutorService clock;
    private List<Delete> waiting = new ArrayList<>();

    private record Delete(String receipt, CompletableFuture<Void> done) {}

    /**
     * @param linger how long one waits for others to share its request
     * @param clock for that
     */
    Deletes(
            Supplier<SqsAsyncClient> client,
            Supplier<String> queueUrl,
            Duration linger,
            ScheduledExecutorService clock) {
        this.client = client;
        this.queueUrl = queueUrl;
        this.linger = linger;
        this.clock = clock;
    }

    /** Fails with the {@link software.amazon.awssdk.core.exception.SdkException} of the request, or of this one message. */
    CompletableFuture<Void> delete(String receipt) {
        Delete one = new Delete(receipt, new CompletableFuture<>());
        boolean first;
        List<Delete> full = List.of();
        synchronized (this) {
            waiting.add(one);
            first = waiting.size() == 1;
            if (waiting.size() == MOST) {
                full = take();
            }
        }
        if (first) {
            flushLater(one);
        }
        send(full);
        return one.done;
    }

    private void flushLater(Delete first) {
        try {
            clock.schedule(() -> flush(first), linger.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            flush(first);
        }
    }

    /** Sends what waits, unless the one that the time was for has gone with ten. */
    private void flush(Delete first) {
        List<Delete> batch;
        synchronized (this) {
            batch = !waiting.isEmpty() && waiting.get(0) == first ? take() : List.of();
        }
        send(batch);
    }

    /** Sends what waits at once. */
    void flush() {
        List<Delete> batch;
        synchronized (this) {
            batch = take();
        }
        send(batch);
    }

    private List<Delete> take() {
        List<Delete> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private void send(List<Delete> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            request(batch).whenComplete((answer, failure) -> {
                if (failure == null) {
                    tell(batch, answer);
                } else {
                    fail(batch, failure);
                }
            });
        } catch (RuntimeException failure) {
            fail(batch, failure);
        }
    }

    private CompletableFuture<DeleteMessageBatchResponse> request(List<Delete> batch) {
        List<DeleteMessageBatchRequestEntry> entries = IntStream.range(0, batch.size())
                .mapToObj(number -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(number))
                        .receiptHandle(batch.get(number).receipt())
                        .build())
                .toList();
        return client.get()
                .deleteMessageBatch(delete -> delete.queueUrl(queueUrl.get()).entries(entries));
    }

    private static void tell(List<Delete> batch, DeleteMessageBatchResponse answer) {
        Map<String, BatchResultErrorEntry> failed =
                answer.failed().stream().collect(Collectors.toMap(BatchResultErrorEntry::id, Function.identity()));
        for (int number = 0; number < batch.size(); number++) {
            BatchResultErrorEntry failure = failed.get(Integer.toString(number));
            if (failure == null) {
                batch.get(number).done().complete(null);
            } else {
                batch.get(number).done().completeExceptionally(exception(failure));
            }
        }
    }

    private static void fail(List<Delete> batch, Throwable failure) {
        batch.forEach(one -> one.done().completeExceptionally(failure));
    }

    /** What a request for this message alone would have failed with. */
    private static Throwable exception(BatchResultErrorEntry failure) {
        return SqsException.builder()
                .message(failure.message())
                .statusCode(Boolean.TRUE.equals(failure.senderFault()) ? BAD_REQUEST : SERVER_ERROR)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(failure.code())
                        .errorMessage(failure.message())
                        .build())
                .build();
    }
}
