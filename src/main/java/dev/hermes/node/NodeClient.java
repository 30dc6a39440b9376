package dev.hermes.node;

import dev.hermes.audience.CarrierFailure;
import dev.hermes.audience.CarrierFailure.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes signed requests to other nodes. Safe for use by many threads; nothing blocks. */
public final class NodeClient {

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final int MISDIRECTED = 421;
    private static final int BUSY = 429;

    /** Set by the HTTP client itself, and refused from anybody else. */
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length");

    private final RequestSigner signer;

    public NodeClient(RequestSigner signer) {
        this.signer = signer;
    }

    /** @return fails with {@link CarrierFailure}, within {@link #ANSWER}, unless the answer is 200 */
    public CompletableFuture<String> post(String address, String body) {
        return ask("POST", address, body).thenApply(answer -> {
            if (answer.statusCode() == OK) {
                return answer.body();
            }
            throw failure(answer.statusCode());
        });
    }

    /** The status that {@code address} answers a GET with. Fails with {@link CarrierFailure}. */
    CompletableFuture<Integer> get(String address) {
        return ask("GET", address, "").thenApply(HttpResponse::statusCode);
    }

    private CompletableFuture<HttpResponse<String>> ask(String method, String address, String body) {
        HttpRequest request;
        try {
            request = request(method, URI.create(address), body);
        } catch (CarrierFailure notAsked) {
            return CompletableFuture.failedFuture(notAsked);
        } catch (IllegalArgumentException noAddress) {
            return CompletableFuture.failedFuture(new CarrierFailure(
                    Kind.UNAVAILABLE, "'" + address + "' is no address that can be asked", noAddress));
        }
        // The time-out of a request ends with the head of its answer; the rest may never come.
        CompletableFuture<HttpResponse<String>> answer = Http.CLIENT.sendAsync(request, BodyHandlers.ofString());
        return answer.copy().orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
            answer.cancel(true);
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            throw new CarrierFailure(Kind.UNAVAILABLE, reason(cause), cause);
        });
    }

    private HttpRequest request(String method, URI uri, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        signer.sign(method, uri, body).forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "it refuses connections";
        }
        return cause instanceof HttpTimeoutException || cause instanceof TimeoutException
                ? "it does not answer in time"
                : "it does not answer (" + cause + ")";
    }

    private static CarrierFailure failure(int status) {
        return switch (status) {
            case MISDIRECTED -> new CarrierFailure(Kind.REPLACED, "another process answers at its address", null);
            case BUSY -> new CarrierFailure(Kind.BUSY, "it answered " + status, null);
            case TOO_LARGE -> new CarrierFailure(Kind.REFUSED, "it answered " + status, null);
            case FORBIDDEN ->
                new CarrierFailure(
                        Kind.UNAVAILABLE,
                        "it answered 403: all nodes need the same hermes.connections-api key pair",
                        null);
            default -> new CarrierFailure(Kind.UNAVAILABLE, "it answered " + status, null);
        };
    }

    /** Made for the first request: a node that is alone needs none. */
    private static final class Http {

        static final HttpClient CLIENT = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
