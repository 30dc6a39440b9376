package dev.hermes.apigateway;

import dev.hermes.audience.Carrier;
import dev.hermes.audience.CarrierFailure;
import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.audience.Push;
import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.notification.Variables;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;

/**
 * Pushes to connections that an API Gateway holds, through the route that posts to one connection and knows what to do about
 * its answers.
 */
public final class GatewayCarrier implements Carrier {

    private static final Duration PROBE = Duration.ofSeconds(2);

    private final AsyncProducer postToConnection;
    private final String endpoint;
    private final int postsAtATime;

    /**
     * @param postToConnection the route, started
     * @param postsAtATime to one connection; with one, its frames keep their order
     */
    public GatewayCarrier(AsyncProducer postToConnection, String endpoint, int postsAtATime) {
        this.postToConnection = postToConnection;
        this.endpoint = endpoint;
        this.postsAtATime = postsAtATime;
    }

    @Override
    public String kind() {
        return "gateway";
    }

    /** So many posts at a time that a connection catches up quickly, though each takes some milliseconds. */
    @Override
    public CompletableFuture<Void> carry(String connectionId, List<Push> pushes) {
        List<Push> now = pushes.subList(0, Math.min(postsAtATime, pushes.size()));
        List<Push> later = pushes.subList(now.size(), pushes.size());
        List<CompletableFuture<Void>> posts =
                now.stream().map(push -> post(connectionId, push)).toList();
        return CompletableFuture.allOf(posts.toArray(CompletableFuture[]::new))
                .exceptionallyCompose(failure -> {
                    Stream<Push> failed = IntStream.range(0, now.size())
                            .filter(i -> posts.get(i).isCompletedExceptionally())
                            .mapToObj(now::get);
                    List<Push> left = Stream.concat(failed, later.stream()).toList();
                    return CompletableFuture.failedFuture(
                            CarrierFailure.of(failure).leaving(left));
                })
                .thenCompose(posted ->
                        later.isEmpty() ? CompletableFuture.completedFuture(null) : carry(connectionId, later));
    }

    private CompletableFuture<Void> post(String connectionId, Push push) {
        Exchange exchange = postToConnection.getEndpoint().createExchange();
        exchange.getMessage().setBody(connectionId);
        exchange.setVariable(Variables.NOTIFICATION, push.notification());
        exchange.setVariable(
                Variables.RECIPIENTS, new Recipients(Gateway.API_GATEWAY, endpoint, endpoint, List.of(connectionId)));
        return postToConnection.processAsync(exchange).thenAccept(posted -> {
            Exception failure = posted.getException();
            if (failure != null) {
                Kind kind = failure instanceof GatewayBusy ? Kind.BUSY : Kind.UNAVAILABLE;
                throw new CarrierFailure(kind, failure.getMessage(), failure);
            }
        });
    }

    @Override
    public CompletableFuture<Boolean> probe() {
        // Whatever it answers, if only that the caller may not ask: it answers.
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint)).timeout(PROBE).build();
        return Http.CLIENT
                .sendAsync(request, BodyHandlers.discarding())
                .thenApply(answer -> true)
                .orTimeout(PROBE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Made for the first probe. */
    private static final class Http {

        static final HttpClient CLIENT = HttpClient.newBuilder()
                .connectTimeout(PROBE)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
