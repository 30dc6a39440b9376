package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Connection;
import dev.hermes.history.History;
import dev.hermes.history.Opening;
import dev.hermes.history.Since;
import dev.hermes.notification.Notification;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Gives a client whose connection an API Gateway holds numbers, a greeting, and what it missed.
 *
 * <p>The frames go through the connection's line, one after the other: they arrive in order, and a client that takes
 * them slowly holds up nobody else. Safe for use by many threads; nothing blocks.
 */
public final class GatewayReplay {

    private final History history;
    private final GatewayNumbers numbers;
    private final Lanes lanes;

    public GatewayReplay(History history, GatewayNumbers numbers, Lanes lanes) {
        this.history = history;
        this.numbers = numbers;
        this.lanes = lanes;
    }

    /**
     * Begins to tell the client.
     *
     * @return done when the greeting is on its way, and all that follows has been read; fails with the
     *     {@link software.amazon.awssdk.core.exception.SdkException} of the table, and the client has been told nothing
     */
    CompletableFuture<Void> begin(Connection connection, Since since) {
        if (!history.isOn()) {
            post(connection, List.of(Opening.NONE.frame()).iterator());
            return CompletableFuture.completedFuture(null);
        }
        String room = connection.roomId();
        // Found by every look-up before the head is read: what is numbered from then on is pushed.
        return numbers.begin(connection)
                .thenCompose(begun -> history.head(room))
                .thenCompose(head -> history.openAtApiGateway(room, since, head))
                .thenCompose(opening -> history.missed(room, opening))
                .thenAccept(missed ->
                        post(connection, missed.frames(connection.userId(), Recipients.LONGEST_AT_API_GATEWAY)));
    }

    private void post(Connection connection, Iterator<String> frames) {
        if (frames.hasNext()) {
            Recipients alone = new Recipients(
                    Gateway.API_GATEWAY, connection.endpoint(), connection.endpoint(), List.of(connection.id()));
            lanes.hand(alone, new Delivery(new Notification(connection.roomId(), frames.next())))
                    .thenRun(() -> post(connection, frames));
        }
    }
}
