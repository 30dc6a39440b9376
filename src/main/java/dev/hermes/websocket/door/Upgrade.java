package dev.hermes.websocket.door;

import dev.hermes.connection.Connection;
import dev.hermes.history.Since;
import dev.hermes.websocket.socket.CloseCode;
import dev.hermes.websocket.socket.Socket;
import dev.hermes.websocket.socket.SocketEvents;
import dev.hermes.websocket.socket.SocketOwner;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.util.Optional;

/**
 * One handshake, from the request to the open socket or the refusal. Whatever the route has remembered of a client that
 * does not come in, for whatever reason, is forgotten by a close event. For the connection's event loop alone.
 */
final class Upgrade implements Handshaking, SocketOwner {

    private final HttpServerRequest request;
    private final Optional<String> token;
    private final Entrance entrance;
    private final Guest guest;
    private final Optional<Since> since;
    private final boolean closesAtExpiry;
    private Socket socket;
    private SocketEvents events;
    private boolean pending = true;
    private boolean begun;
    /** The 101 was on its way when the socket was to close. */
    private CloseCode closedMeanwhile;

    /** @param address of the client, whose place in the limits is taken */
    Upgrade(
            HttpServerRequest request,
            Optional<String> token,
            Entrance entrance,
            String address,
            Optional<Since> since,
            boolean closesAtExpiry) {
        this.since = since;
        this.request = request;
        this.token = token;
        this.entrance = entrance;
        this.guest = new Guest(entrance.limits(), address);
        this.closesAtExpiry = closesAtExpiry;
    }

    /** Before anything else. */
    void on(Socket asked, SocketEvents itsEvents) {
        socket = asked;
        events = itsEvents;
    }

    @Override
    public boolean isPending() {
        return pending;
    }

    @Override
    public void begin() {
        if (!entrance.isOpen()) {
            refuse(Refusal.STOPPING, null);
            entrance.passedSoon();
            return;
        }
        begun = true;
        entrance.gatekeeper()
                .letIn(socket, token, since, entrance::passedSoon, verdict -> entrance.goOn(() -> decided(verdict)));
    }

    private void decided(Verdict verdict) {
        entrance.passed();
        if (verdict.connection() != null) {
            // This may be what a revocation has waited for, and refuse the handshake.
            socket.identify(verdict.connection());
        }
        if (!socket.isWanted()) {
            // Its end may not have been told yet.
            clientGone();
        }
        if (!pending) {
            forget(verdict);
            return;
        }
        refusal(verdict)
                .ifPresentOrElse(
                        refusal -> {
                            refuse(refusal, verdict.refusal());
                            forget(verdict);
                        },
                        () -> open(verdict));
    }

    private Optional<Refusal> refusal(Verdict verdict) {
        if (!verdict.letsIn()) {
            return Optional.of(Refusal.ofRoute(verdict.status()));
        }
        return entrance.isOpen() ? enter(verdict.connection()) : Optional.of(Refusal.STOPPING);
    }

    private Optional<Refusal> enter(Connection connection) {
        return connection == null || guest.enter(connection.userId())
                ? Optional.empty()
                : Optional.of(Refusal.TOO_MANY_OF_USER);
    }

    /** @param detail for the log; null if there is none */
    private void refuse(Refusal refusal, String detail) {
        pending = false;
        entrance.meters().refused(refusal);
        entrance.log().refused(guest.address(), refusal.status().code(), refusal.reason(), detail);
        entrance.answer().refuse(request, refusal);
        entrance.line().answered();
        socket.end();
        if (!begun) {
            events.refused();
        }
    }

    /** Nothing is left of a handshake that came to nothing, once the route has ended. */
    private void forget(Verdict verdict) {
        if (verdict.connection() == null) {
            events.refused();
        } else {
            events.closed();
        }
    }

    private void open(Verdict verdict) {
        pending = false;
        events.open();
        request.toWebSocket().onSuccess(webSocket -> opened(webSocket, verdict)).onFailure(failure -> events.closed());
    }

    private void opened(ServerWebSocket webSocket, Verdict verdict) {
        entrance.meters().letIn();
        // Nobody asks for them any more, and they would stay as long as the socket.
        webSocket.headers().clear();
        socket.open(guest);
        if ((closesAtExpiry || since.isPresent()) && verdict.expiresAt() != null) {
            socket.closeAt(Instant.ofEpochSecond(verdict.expiresAt()));
        }
        if (closedMeanwhile != null) {
            socket.close(closedMeanwhile);
        }
        HttpLine line = entrance.line();
        if (line != null) {
            line.becomesWebSocket();
        }
    }

    @Override
    public void timedOut() {
        if (pending) {
            refuse(Refusal.TOO_SLOW, null);
        }
    }

    @Override
    public void clientGone() {
        if (pending) {
            pending = false;
            entrance.meters().clientGone();
            socket.end();
            if (!begun) {
                events.refused();
            }
        }
    }

    @Override
    public void closedEarly(CloseCode code) {
        if (pending) {
            refuse(code == CloseCode.REVOKED ? Refusal.REVOKED : Refusal.CLOSED, null);
        } else {
            closedMeanwhile = code;
        }
    }

    @Override
    public void ended() {
        guest.ended();
    }
}
