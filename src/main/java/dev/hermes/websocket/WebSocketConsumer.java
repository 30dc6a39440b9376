package dev.hermes.websocket;

import dev.hermes.connection.Connection;
import dev.hermes.dependency.FailureKind;
import dev.hermes.history.Since;
import dev.hermes.http.RuleStatus;
import dev.hermes.pool.Pool;
import dev.hermes.websocket.door.Gatekeeper;
import dev.hermes.websocket.door.Verdict;
import dev.hermes.websocket.socket.Socket;
import dev.hermes.websocket.socket.SocketRoute;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConsumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the route for what happens on sockets, never on an event loop.
 *
 * <p>Headers are those of the stock component, without the query parameters, which a client could use to set any Camel
 * header. The token comes as {@code Authorization: Bearer}. Variables: {@value #CONNECTION}, which the route leaves when a
 * socket opens, is there again in every later event of that socket; {@value #STILL_THERE} (a {@link BooleanSupplier}, only
 * before the handshake is answered) says whether the client still waits, and {@value #WAITS} (a {@link Runnable}) is told
 * that it has to; {@value #SINCE} (a {@link Since}, only where the client wants
 * numbers) says from where on; the route may leave the token's expiry in {@value #EXPIRES_AT} (seconds since 1970), and
 * why it refuses a client, for the log, in {@value #REFUSAL}. The event {@value #CHECK} asks whether a client would be let in.
 */
final class WebSocketConsumer extends VertxWebsocketConsumer implements Gatekeeper, SocketRoute {

    static final String CHECK = "CHECK";

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConsumer.class);

    private static final String CONNECTION = "connection";
    private static final String SINCE = "since";
    private static final String STILL_THERE = "stillThere";
    private static final String WAITS = "waits";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String REFUSAL = "refusal";

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int LOWEST_REFUSAL = 400;

    /** Far more than the doors let in at a time: who finds so many before it is refused. */
    private static final int HANDSHAKES_WAITING = 4_096;
    /** One event of a socket is under way at a time. */
    private static final int EVENTS_WAITING = 16_384;

    private final GatewayOptions options;
    private final MeterRegistry meters;
    private Pool handshakes;
    private Pool events;

    WebSocketConsumer(WebSocketEndpoint endpoint, Processor processor, GatewayOptions options, MeterRegistry meters) {
        super(endpoint, processor);
        this.options = options;
        this.meters = meters;
    }

    @Override
    public void letIn(
            Socket socket, Optional<String> token, Optional<Since> since, Runnable waits, Consumer<Verdict> done) {
        Exchange open = event(VertxWebsocketEvent.OPEN.name(), token, socket::isWanted, waits);
        open.getMessage().setHeader(VertxWebsocketConstants.CONNECTION_KEY, socket.id());
        since.ifPresent(from -> open.setVariable(SINCE, from));
        decide(open, done);
    }

    @Override
    public void check(Optional<String> token, BooleanSupplier stillThere, Runnable waits, Consumer<Verdict> done) {
        decide(event(CHECK, token, stillThere, waits), done);
    }

    @Override
    public void message(Socket socket, String message, Runnable done) {
        handle(VertxWebsocketEvent.MESSAGE, socket, message, done);
    }

    @Override
    public void closed(Socket socket, Runnable done) {
        handle(VertxWebsocketEvent.CLOSE, socket, null, done);
    }

    private Exchange event(String name, Optional<String> token, BooleanSupplier stillThere, Runnable waits) {
        Exchange exchange = createExchange(false);
        // As text: to compare an enum with text, Camel goes through all its type converters.
        exchange.getMessage().setHeader(VertxWebsocketConstants.EVENT, name);
        token.ifPresent(jwt -> exchange.getMessage().setHeader("Authorization", "Bearer " + jwt));
        exchange.setVariable(STILL_THERE, stillThere);
        exchange.setVariable(WAITS, waits);
        return exchange;
    }

    private void decide(Exchange open, Consumer<Verdict> done) {
        try {
            // Apart from events, so that a storm of handshakes does not hold up those who are in.
            handshakes.execute(() -> run(open, () -> done.accept(verdict(open))));
        } catch (RejectedExecutionException full) {
            releaseExchange(open, false);
            done.accept(Verdict.unavailable());
        }
    }

    private static Verdict verdict(Exchange open) {
        Connection connection = open.getVariable(CONNECTION) instanceof Connection known ? known : null;
        if (open.getException() != null) {
            return new Verdict(SERVICE_UNAVAILABLE, connection, null, open.getVariable(REFUSAL, String.class));
        }
        try {
            int status = RuleStatus.of(open, SWITCHING_PROTOCOLS);
            return new Verdict(
                    status < LOWEST_REFUSAL ? SWITCHING_PROTOCOLS : status,
                    connection,
                    open.getVariable(EXPIRES_AT, Long.class),
                    open.getVariable(REFUSAL, String.class));
        } catch (IllegalStateException | TypeConversionException unreadable) {
            LOG.warn("A handshake is refused: {}", unreadable.getMessage());
            return new Verdict(SERVICE_UNAVAILABLE, connection, null, null);
        }
    }

    private void handle(VertxWebsocketEvent event, Socket socket, String body, Runnable done) {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(VertxWebsocketConstants.CONNECTION_KEY, socket.id());
        exchange.getMessage().setHeader(VertxWebsocketConstants.EVENT, event.name());
        if (socket.identity() != null) {
            exchange.setVariable(CONNECTION, socket.identity());
        }
        events.insist(() -> run(exchange, done));
    }

    private void run(Exchange event, Runnable done) {
        AsyncCallback callback = synchronously -> {
            if (event.getException() != null) {
                tell(event);
            }
            done.run();
            doneUoW(event);
            releaseExchange(event, false);
        };
        try {
            createUoW(event);
            getAsyncProcessor().process(event, callback);
        } catch (Exception e) {
            event.setException(e);
            callback.done(true);
        }
    }

    /** Of an outage the dependency tells, once for all. */
    private static void tell(Exchange event) {
        Object socket = event.getMessage().getHeader(VertxWebsocketConstants.CONNECTION_KEY);
        Exception failure = event.getException();
        if (FailureKind.isOfAws(failure)) {
            LOG.debug("An event of socket {} failed", socket, failure);
        } else {
            LOG.warn("An event of socket {} failed: {}", socket, failure.toString());
        }
    }

    @Override
    protected void doStart() throws Exception {
        handshakes = new Pool("handshake", options.handshakeThreads(), HANDSHAKES_WAITING, meters);
        events = new Pool("socket-event", options.eventThreads(), EVENTS_WAITING, meters);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        handshakes.close();
        events.close();
    }
}
