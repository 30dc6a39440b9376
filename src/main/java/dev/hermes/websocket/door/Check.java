package dev.hermes.websocket.door;

import dev.hermes.connection.Connection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Answers a client that asks what a handshake would be answered with. For the connection's event loop alone. */
final class Check implements Handshaking {

    private final HttpServerRequest request;
    private final Optional<String> token;
    private final Entrance entrance;
    private volatile boolean pending = true;

    Check(HttpServerRequest request, Optional<String> token, Entrance entrance) {
        this.request = request;
        this.token = token;
        this.entrance = entrance;
    }

    @Override
    public boolean isPending() {
        return pending;
    }

    @Override
    public void begin() {
        if (!entrance.isOpen()) {
            answer(Refusal.STOPPING);
            entrance.passedSoon();
            return;
        }
        entrance.gatekeeper()
                .check(token, this::isPending, entrance::passedSoon, verdict -> entrance.goOn(() -> decided(verdict)));
    }

    private void decided(Verdict verdict) {
        entrance.passed();
        if (pending) {
            answer(refusal(verdict));
        }
    }

    private Refusal refusal(Verdict verdict) {
        Connection connection = verdict.connection();
        if (!verdict.letsIn()) {
            return Refusal.ofRoute(verdict.status());
        }
        if (!entrance.isOpen()) {
            return Refusal.STOPPING;
        }
        boolean full = connection != null && !entrance.limits().hasPlaceFor(connection.userId());
        return full ? Refusal.TOO_MANY_OF_USER : Refusal.NO_UPGRADE;
    }

    private void answer(Refusal refusal) {
        pending = false;
        entrance.meters().refused(refusal);
        entrance.answer().explain(request, refusal);
        entrance.line().answered();
    }

    @Override
    public void timedOut() {
        answer(Refusal.TOO_SLOW);
    }

    @Override
    public void clientGone() {
        pending = false;
        entrance.meters().clientGone();
    }
}
