package dev.hermes.queue;

import dev.hermes.dependency.FailureKind;
import dev.hermes.log.LogInterval;
import dev.hermes.rules.LastingStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Deletes the message, which the {@value #RECEIPT} header names, from the queue.
 *
 * <p>The exchange goes on when the queue has confirmed it, so that a shutdown waits for it as well. While the queue is
 * unavailable the delete is retried. If it is refused, the exchange goes on all the same: an earlier attempt, whose answer
 * was lost, has deleted the message, or its receipt is out of date and the message comes again. It was delivered either way.
 */
public final class Acknowledge extends LastingStep {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledge.class);

    static final String RECEIPT = "CamelAwsSqsReceiptHandle";
    private static final String MESSAGE_ID = "CamelAwsSqsMessageId";

    /** How long a delete waits for others to share its request, where nothing waits for the delete. */
    private static final Duration LINGER = Duration.ofMillis(100);

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Such deletes come by the batch: where the answer to one is lost, each of its messages is gone at the second try. */
    private final LogInterval refusals = new LogInterval(Duration.ofSeconds(1), System::nanoTime);

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "acknowledge"));

    private final Supplier<SqsAsyncClient> clients;
    private final Deletes deletes;
    private SqsAsyncClient client;

    /**
     * @param clients asked once, for the first message: making a client takes a tenth of the start
     * @param keepOrder whether other messages wait for the end of one
     */
    public Acknowledge(Supplier<SqsAsyncClient> clients, Supplier<String> queueUrl, boolean keepOrder) {
        this.clients = clients;
        this.deletes = new Deletes(this::client, queueUrl, keepOrder ? Duration.ZERO : LINGER, clock);
    }

    private synchronized SqsAsyncClient client() {
        if (client == null) {
            client = clients.get();
        }
        return client;
    }

    /** With the context. */
    public synchronized void close() {
        deletes.flush();
        if (client != null) {
            client.close();
        }
        clock.shutdown();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Void> deleted = new CompletableFuture<>();
        Message message = exchange.getMessage();
        delete(message.getHeader(RECEIPT, String.class), message.getHeader(MESSAGE_ID, String.class), deleted);
        return goOnAfter(deleted, exchange, callback);
    }

    private void delete(String receipt, String messageId, CompletableFuture<Void> deleted) {
        deletes.delete(receipt).whenComplete((any, failure) -> {
            if (failure == null) {
                deleted.complete(null);
            } else if (FailureKind.of(failure) == FailureKind.REFUSED) {
                refusals.log(more -> LOG.info(
                        "Message {} that was delivered is gone from the queue, or comes again: {};"
                                + " {} more since the last such line",
                        messageId,
                        failure.getMessage(),
                        more));
                deleted.complete(null);
            } else {
                retry(receipt, messageId, deleted, failure);
            }
        });
    }

    private void retry(String receipt, String messageId, CompletableFuture<Void> deleted, Throwable failure) {
        try {
            clock.schedule(() -> delete(receipt, messageId, deleted), RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            deleted.completeExceptionally(failure);
        }
    }
}
