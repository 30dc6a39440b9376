package dev.hermes.rules;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorHelper;

/**
 * A step that outlives the routes which name it.
 *
 * <p>Camel starts and stops a step that is a service with each route it stands in; an edit of one route would then stop it
 * under the others, and under the exchanges that are in it. This one is opened and closed with the context.
 */
public abstract class LastingStep implements AsyncProcessor {

    @Override
    public final void process(Exchange exchange) throws Exception {
        AsyncProcessorHelper.process(this, exchange);
    }

    /** Lets the exchange go on when {@code done} is; where that fails, the exchange fails with its cause. */
    protected static boolean goOnAfter(CompletableFuture<?> done, Exchange exchange, AsyncCallback callback) {
        done.whenComplete((any, failure) -> {
            if (failure != null) {
                exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
            }
            callback.done(false);
        });
        return false;
    }

    @Override
    public final CompletableFuture<Exchange> processAsync(Exchange exchange) {
        CompletableFuture<Exchange> future = new CompletableFuture<>();
        process(exchange, synchronously -> future.complete(exchange));
        return future;
    }
}
