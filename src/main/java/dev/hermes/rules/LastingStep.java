package dev.hermes.rules;

import java.util.concurrent.CompletableFuture;
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

    @Override
    public final CompletableFuture<Exchange> processAsync(Exchange exchange) {
        CompletableFuture<Exchange> future = new CompletableFuture<>();
        process(exchange, synchronously -> future.complete(exchange));
        return future;
    }
}
