package dev.hermes.notification;

import dev.hermes.rules.LastingStep;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.batchmanager.SqsAsyncBatchManager;

/**
 * Deletes the message, which the {@value #RECEIPT} header names, from the queue.
 *
 * <p>The exchange goes on when the queue has confirmed it, so that a shutdown waits for it as well. If it fails, the
 * exchange fails, and the message comes again after its visibility time-out: delivered twice rather than never.
 */
public final class Acknowledge extends LastingStep {

    static final String RECEIPT = "CamelAwsSqsReceiptHandle";

    /** How long a delete waits for others to share its request. */
    private static final Duration LINGER = Duration.ofMillis(10);

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "acknowledge"));

    private final Supplier<SqsAsyncClient> clients;
    private final String queueUrl;
    private SqsAsyncClient client;
    private SqsAsyncBatchManager deletes;

    /** @param clients asked once, for the first message: making a client takes a tenth of the start */
    public Acknowledge(Supplier<SqsAsyncClient> clients, String queueUrl) {
        this.clients = clients;
        this.queueUrl = queueUrl;
    }

    private synchronized SqsAsyncBatchManager deletes() {
        if (deletes == null) {
            client = clients.get();
            deletes = SqsAsyncBatchManager.builder()
                    .client(client)
                    .scheduledExecutor(clock)
                    .overrideConfiguration(batches -> batches.sendRequestFrequency(LINGER))
                    .build();
        }
        return deletes;
    }

    /** With the context. */
    public synchronized void close() {
        if (deletes != null) {
            deletes.close();
            client.close();
        }
        clock.shutdown();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String receipt = exchange.getMessage().getHeader(RECEIPT, String.class);
        return goOnAfter(
                deletes().deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(receipt)),
                exchange,
                callback);
    }
}
