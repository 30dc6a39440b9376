package dev.hermes.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.connection.ConnectionGone;
import dev.hermes.connection.Recipients;
import dev.hermes.notification.Notification;
import dev.hermes.rules.LastingStep;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Pushes the frame of the {@code notification} variable to all {@code recipients} at another node, in one request
 * (docs/design.md, "Several nodes").
 *
 * <p>Never blocks; the exchange goes on when the node has answered. Fails with {@link ConnectionGone} for those that the
 * node does not hold, after it has served the others, and with {@link NodeAway}. Safe for use by many threads.
 */
public final class PushToNode extends LastingStep {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    /** Set by the HTTP client itself, and refused from anybody else. */
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RequestSigner signer;

    public PushToNode(RequestSigner signer) {
        this.signer = signer;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Recipients recipients = exchange.getVariable("recipients", Recipients.class);
        String frame = exchange.getVariable("notification", Notification.class).frame();
        HttpRequest request;
        try {
            request = request(recipients, frame);
        } catch (NodeAway notAsked) {
            return failed(notAsked, exchange, callback);
        } catch (IllegalArgumentException noAddress) {
            NodeAway away = new NodeAway(recipients.endpoint(), "has no address that can be asked", noAddress);
            return failed(away, exchange, callback);
        }
        Http.CLIENT.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            Exception condition = condition(recipients.endpoint(), answer, failure);
            if (condition != null) {
                exchange.setException(condition);
            }
            callback.done(false);
        });
        return false;
    }

    private static boolean failed(NodeAway away, Exchange exchange, AsyncCallback callback) {
        exchange.setException(away);
        callback.done(true);
        return true;
    }

    private HttpRequest request(Recipients recipients, String frame) {
        URI uri = URI.create(recipients.endpoint() + "/@connections");
        String body = body(recipients.connectionIds(), frame);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).POST(BodyPublishers.ofString(body));
        signer.sign(uri, body).forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase())) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static String body(List<String> connectionIds, String frame) {
        try {
            return JSON.writeValueAsString(Map.of("connection_ids", connectionIds, "data", frame));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings cannot fail to be JSON", e);
        }
    }

    private static Exception condition(String endpoint, HttpResponse<String> answer, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return new NodeAway(endpoint, "does not answer (" + cause + ")", cause);
        }
        if (answer.statusCode() != OK) {
            String hint =
                    answer.statusCode() == FORBIDDEN ? ": all nodes need the same hermes.connections-api key pair" : "";
            return new NodeAway(endpoint, "answered " + answer.statusCode() + hint, null);
        }
        try {
            JsonNode named = JSON.readTree(answer.body()).path("gone");
            if (!named.isArray()) {
                return new NodeAway(endpoint, "does not answer as a node does", null);
            }
            List<String> gone = new ArrayList<>();
            named.forEach(id -> gone.add(id.asText()));
            return gone.isEmpty() ? null : new ConnectionGone(gone);
        } catch (JsonProcessingException e) {
            return new NodeAway(endpoint, "does not speak JSON", e);
        }
    }

    /** Made for the first push: a node that is alone needs none. */
    private static final class Http {

        static final HttpClient CLIENT = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
