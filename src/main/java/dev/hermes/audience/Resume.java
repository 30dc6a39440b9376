package dev.hermes.audience;

import dev.hermes.connection.Connection;
import dev.hermes.history.Since;
import dev.hermes.history.Tails;
import dev.hermes.notification.ClientFrames;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Sets the numbers of the {@value Variables#CONNECTION} variable's client back to where the frame in the body says.
 *
 * <p>If that cannot be done, the {@value Variables#NOTIFICATION} and {@value Variables#RECIPIENTS} variables are set to what the
 * client is to be answered; else the client has been answered, and there are none.
 */
public final class Resume extends LastingStep {

    private final Audience audience;
    private final LocalRooms local;
    private final Tails tails;
    private final GatewayReplay replay;
    private final ClientFrames frames;

    public Resume(Audience audience, LocalRooms local, Tails tails, GatewayReplay replay, ClientFrames frames) {
        this.audience = audience;
        this.local = local;
        this.tails = tails;
        this.replay = replay;
        this.frames = frames;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Connection connection = exchange.getVariable(Variables.CONNECTION, Connection.class);
        Optional<Since> since = frames.since(exchange.getMessage().getBody(String.class));
        if (since.isEmpty()) {
            answer(frames.forbidden(connection), connection, exchange);
            callback.done(true);
            return true;
        }
        CompletableFuture<Void> resumed = audience.holding(connection).own()
                ? tails.open(connection, since.get(), () -> local.number(connection))
                : replay.begin(connection, since.get());
        resumed.whenComplete((done, failure) -> {
            if (failure != null) {
                answer(frames.unavailable(connection), connection, exchange);
            }
            callback.done(false);
        });
        return false;
    }

    private void answer(Notification notification, Connection connection, Exchange exchange) {
        exchange.setVariable(Variables.NOTIFICATION, notification);
        exchange.setVariable(Variables.RECIPIENTS, audience.holding(connection));
    }
}
