package dev.hermes;

import dev.hermes.dependency.Dependencies;
import dev.hermes.queue.QueueComponent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a running Hermes: in an order in which nothing is lost, and in time also where a dependency hangs. */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private static final String GATEWAY_ROUTE = "websocket";

    /** What is under way has so long to be done. */
    private static final Duration TO_FINISH = Duration.ofSeconds(5);

    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final Main main;
    private final Foundation foundation;
    private final RunningRules rules;

    Shutdown(Main main, Foundation foundation, RunningRules rules) {
        this.main = main;
        this.foundation = foundation;
        this.rules = rules;
    }

    /** Receives nothing more, and is not ready, from now on. Returns at once. */
    void stopTakingIn() {
        foundation.readiness().stopping();
        queues().stopReceiving();
    }

    /**
     * Finishes what is under way, gives the rest back to the queue, and ends all else.
     *
     * <p>What waits for a dependency that is unavailable will not be done in time: it is given back soon, and no request
     * is waited for from then on.
     */
    void run() {
        Dependencies dependencies = foundation.dependencies();
        rules.stopWatching();
        stopTakingIn();
        queues().awaitNoneInHand(TO_FINISH, dependencies::areUp);
        queues().finish(dependencies.queuesServe());
        rules.letGroupsOut(dependencies.areUp() ? TO_FINISH : Duration.ZERO);
        foundation.abandonWhatDoesNotServe();
        stopGateway();
        await(CompletableFuture.runAsync(main::stop), TO_FINISH, "The routes");
        await(CompletableFuture.runAsync(rules::stop), TO_FINISH, "The rules");
        foundation.close();
        await(foundation.vertx().close().toCompletionStage().toCompletableFuture(), SHORTLY, "The event loops");
    }

    private QueueComponent queues() {
        return foundation.queues().component();
    }

    /** While all else still runs: a client that goes is an event that routes handle. */
    private void stopGateway() {
        try {
            CamelContext context = main.getCamelContext();
            if (context != null && context.getRoute(GATEWAY_ROUTE) != null) {
                context.getRouteController().stopRoute(GATEWAY_ROUTE, SHORTLY.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            LOG.warn("The gateway did not stop cleanly: {}", e.toString());
        }
    }

    private static void await(Future<?> end, Duration patience, String what) {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} did not end in time: {}", what, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
