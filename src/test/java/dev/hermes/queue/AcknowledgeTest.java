package dev.hermes.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;

class AcknowledgeTest {

    private final AnsweringQueue sqs = new AnsweringQueue();
    private final Acknowledge acknowledge = new Acknowledge(() -> sqs, () -> "http://queue", false);

    @AfterEach
    void close() {
        acknowledge.close();
    }

    @Test
    void goesOnWhenTheMessageIsDeleted() {
        sqs.answers.add(deleted());

        Exchange exchange = process();

        assertThat(exchange.getException()).isNull();
        assertThat(sqs.asked).containsExactly("receipt");
    }

    @Test
    void deletesAgainWhatGotNoAnswer() {
        sqs.answers.add(noAnswer());
        sqs.answers.add(deleted());

        Exchange exchange = process();

        assertThat(exchange.getException()).isNull();
        assertThat(sqs.asked).containsExactly("receipt", "receipt");
    }

    @Test
    void goesOnWhenAnEarlierAttemptHasDeletedTheMessage() {
        sqs.answers.add(noAnswer());
        sqs.answers.add(refused());

        Exchange exchange = process();

        assertThat(exchange.getException()).isNull();
        assertThat(sqs.asked).containsExactly("receipt", "receipt");
    }

    @Test
    void deletesAgainWhatCouldNotBeAsked() {
        sqs.answers.add(id -> {
            throw SdkClientException.create("no credentials");
        });
        sqs.answers.add(deleted());

        Exchange exchange = process();

        assertThat(exchange.getException()).isNull();
        assertThat(sqs.asked).containsExactly("receipt", "receipt");
    }

    @Test
    void deletesTenInOneRequestAndTheRestInAnother() {
        sqs.answers.add(deleted());
        sqs.answers.add(deleted());

        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 12).mapToObj(i -> begin("receipt-" + i)).toList();

        await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
        assertThat(sqs.requests).extracting(List::size).containsExactly(10, 2);
    }

    @Test
    void deletesAgainWhatTheQueueLeftOfARequest() {
        sqs.answers.add(id -> CompletableFuture.completedFuture(DeleteMessageBatchResponse.builder()
                .failed(BatchResultErrorEntry.builder()
                        .id("1")
                        .code("InternalError")
                        .senderFault(false)
                        .build())
                .build()));
        sqs.answers.add(deleted());

        CompletableFuture<Exchange> first = begin("receipt-0");
        CompletableFuture<Exchange> second = begin("receipt-1");

        await().until(() -> first.isDone() && second.isDone());
        assertThat(sqs.requests).containsExactly(List.of("receipt-0", "receipt-1"), List.of("receipt-1"));
    }

    /** The exchange, when the step has handed it on. */
    private Exchange process() {
        CompletableFuture<Exchange> handedOn = begin("receipt");
        await().until(handedOn::isDone);
        return handedOn.join();
    }

    private CompletableFuture<Exchange> begin(String receipt) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(Acknowledge.RECEIPT, receipt);
        CompletableFuture<Exchange> handedOn = new CompletableFuture<>();
        acknowledge.process(exchange, doneSync -> handedOn.complete(exchange));
        return handedOn;
    }

    private static Answer deleted() {
        return id -> CompletableFuture.completedFuture(DeleteMessageBatchResponse.builder()
                .successful(DeleteMessageBatchResultEntry.builder().id(id).build())
                .build());
    }

    private static Answer refused() {
        return id -> CompletableFuture.completedFuture(DeleteMessageBatchResponse.builder()
                .failed(BatchResultErrorEntry.builder()
                        .id(id)
                        .code("ReceiptHandleIsInvalid")
                        .message("The receipt handle is not valid")
                        .senderFault(true)
                        .build())
                .build());
    }

    private static Answer noAnswer() {
        return id -> CompletableFuture.failedFuture(ApiCallTimeoutException.create(2000));
    }

    /** What becomes of the deletion of the entry with an id. */
    private interface Answer extends Function<String, CompletableFuture<DeleteMessageBatchResponse>> {}

    /** A queue that gives the answers it was told, one after the other. */
    private static final class AnsweringQueue implements SqsAsyncClient {

        private final Deque<Answer> answers = new ArrayDeque<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final List<List<String>> requests = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<DeleteMessageBatchResponse> deleteMessageBatch(DeleteMessageBatchRequest request) {
            List<String> receipts = request.entries().stream()
                    .map(DeleteMessageBatchRequestEntry::receiptHandle)
                    .toList();
            requests.add(receipts);
            asked.addAll(receipts);
            return answers.remove().apply(request.entries().get(0).id());
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {}
    }
}
