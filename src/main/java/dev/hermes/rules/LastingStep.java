package dev.hermes.rules;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorHelper;

/**
 * A step that many sets of rules share.
 *
 * <p>Camel starts and stops a step that is a service with each route that names it, so the end of one set of rules would
 * stop it under the next. This one is no service: it is opened and closed with the edge.
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
