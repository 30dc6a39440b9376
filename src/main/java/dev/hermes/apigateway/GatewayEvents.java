package dev.hermes.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Predicate.not;

import dev.hermes.connection.Connection;
import dev.hermes.history.Since;
import dev.hermes.http.RuleStatus;
import dev.hermes.log.RefusedClients;
import dev.hermes.notification.Variables;
import dev.hermes.pool.Pool;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of an API Gateway WebSocket API, which its HTTP integrations post, to the routes that serve this
 * node's own sockets.
 *
 * <p>{@code POST /{stage}/@events/connect|message|disconnect}, with the headers {@value #CONNECTION_ID}, on connect
 * {@value #TOKEN} and, from a client that asks for numbers, {@value #SINCE}, and {@value #SECRET}, which proves that the call comes from
 * the gateway. Answers 200, or what the route refuses with; 400 if a header is missing or malformed; 403 without the secret.
 */
public final class GatewayEvents implements Consumer<Router>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayEvents.class);

    static final String CONNECTION_ID = "X-Hermes-Connection-Id";
    static final String TOKEN = "X-Hermes-Token";
    static final String SINCE = "X-Hermes-Since";
    static final String SECRET = "X-Hermes-Secret";

    /** API Gateway waits for 29 s, and takes 503 for an answer. */
    private static final int EVENTS_WAITING = 4_096;

    private static final int LONGEST_FRAME = 128 * 1024;
    private static final String CONNECT = "connect";
    private static final Map<String, String> ROUTES =
            Map.of(CONNECT, "rules:connect", "message", "rules:api-gateway-message", "disconnect", "rules:disconnect");

    private final String stage;
    private final String endpoint;
    private final byte[] secret;
    private final RefusedClients refused = new RefusedClients(System::nanoTime);
    private final Map<String, AsyncProducer> producers = new HashMap<>();
    private Pool threads;

    /**
     * @param endpoint of the API Gateway stage, written into the rows of its connections
     * @param secret that the gateway shows; empty: there is no gateway, and every call is refused
     */
    public GatewayEvents(String stage, String endpoint, String secret) {
        this.stage = stage;
        this.endpoint = endpoint;
        this.secret = secret.getBytes(UTF_8);
    }

    /** Before the first event. The routes run on {@code threadCount} threads, never on an event loop. */
    public void open(CamelContext context, int threadCount, MeterRegistry meters) throws Exception {
        threads = new Pool("gateway-event", threadCount, EVENTS_WAITING, meters);
        for (Map.Entry<String, String> route : ROUTES.entrySet()) {
            AsyncProducer producer = context.getEndpoint(route.getValue()).createAsyncProducer();
            producer.start();
            producers.put(route.getKey(), producer);
        }
    }

    @Override
    public void close() {
        threads.close();
    }

    @Override
    public void accept(Router router) {
        String path = "/" + stage + "/@events/:event";
        // A route of its own, so that nobody's body is read before they have shown the secret.
        router.post(path).handler(this::admit);
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_FRAME))
                .handler(this::take);
    }

    private void admit(RoutingContext routing) {
        String shown = routing.request().getHeader(SECRET);
        // In constant time, so that the secret cannot be guessed letter by letter.
        boolean known = secret.length > 0 && shown != null && MessageDigest.isEqual(secret, shown.getBytes(UTF_8));
        if (known) {
            routing.next();
        } else {
            end(routing, HttpResponseStatus.FORBIDDEN.code());
        }
    }

    private void take(RoutingContext routing) {
        AsyncProducer route = producers.get(routing.pathParam("event"));
        String id = routing.request().getHeader(CONNECTION_ID);
        Optional<String> asked = asked(routing);
        Optional<Since> since = asked.flatMap(Since::parse);
        if (route == null || id == null || id.isEmpty() || asked.isPresent() && since.isEmpty()) {
            end(routing, HttpResponseStatus.BAD_REQUEST.code());
            return;
        }
        Exchange event = route.getEndpoint().createExchange(ExchangePattern.InOut);
        describe(event, routing, id);
        since.ifPresent(from -> event.setVariable(Variables.SINCE, from));
        try {
            threads.execute(() -> route.process(event, synchronously -> end(routing, id, event)));
        } catch (RejectedExecutionException full) {
            end(routing, HttpResponseStatus.SERVICE_UNAVAILABLE.code());
        }
    }

    /** What the client of a connect says from where on it wants numbers; a mapped parameter that is missing may come empty. */
    private static Optional<String> asked(RoutingContext routing) {
        return CONNECT.equals(routing.pathParam("event"))
                ? Optional.ofNullable(routing.request().getHeader(SINCE)).filter(not(String::isEmpty))
                : Optional.empty();
    }

    private void describe(Exchange event, RoutingContext routing, String id) {
        Message message = event.getMessage();
        message.setHeader("CamelVertxWebsocket.connectionKey", id);
        event.setVariable(Variables.ENDPOINT, endpoint);
        if (CONNECT.equals(routing.pathParam("event"))) {
            String token = routing.request().getHeader(TOKEN);
            if (token != null && !token.isEmpty()) {
                message.setHeader("Authorization", "Bearer " + token);
            }
        } else {
            // Who it is stands in the table: the gateway tells its id alone.
            event.setVariable(Variables.CONNECTION, new Connection(id, "", "", endpoint));
            String frame = routing.body().asString();
            message.setBody(frame == null ? "" : frame);
        }
    }

    private void end(RoutingContext routing, String id, Exchange event) {
        int status = status(event);
        String why = event.getVariable(Variables.REFUSAL, String.class);
        if (why != null) {
            String reason = status == HttpResponseStatus.UNAUTHORIZED.code() ? "unauthorized" : "forbidden";
            refused.refused("of connection " + id + " at API Gateway", status, reason, why);
        }
        end(routing, status);
    }

    private static int status(Exchange event) {
        if (event.getException() == null) {
            try {
                return RuleStatus.of(event, HttpResponseStatus.OK.code());
            } catch (IllegalStateException unreadable) {
                LOG.warn("An event of API Gateway is refused: {}", unreadable.getMessage());
            }
        }
        return HttpResponseStatus.SERVICE_UNAVAILABLE.code();
    }

    private static void end(RoutingContext routing, int status) {
        routing.response().setStatusCode(status).end();
    }
}
