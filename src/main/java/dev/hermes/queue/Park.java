package dev.hermes.queue;

import dev.hermes.rules.LastingStep;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Puts the body into the dead-letter queue, with the message of the exception that was caught as the reason. If SQS does
 * not take it, the exchange fails with an {@link software.amazon.awssdk.core.exception.SdkException}.
 */
public final class Park extends LastingStep {

    private final DeadLetters deadLetters;
    private final Executor threads;

    /** @param threads to wait for SQS on */
    public Park(DeadLetters deadLetters, Executor threads) {
        this.deadLetters = deadLetters;
        this.threads = threads;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String body = exchange.getMessage().getBody(String.class);
        String reason =
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class).getMessage();
        return goOnAfter(CompletableFuture.runAsync(() -> deadLetters.park(body, reason), threads), exchange, callback);
    }
}
