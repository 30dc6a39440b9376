package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Connection;
import dev.hermes.history.History;
import dev.hermes.history.Missed;
import dev.hermes.history.Opening;
import dev.hermes.history.Part;
import dev.hermes.history.Since;
import dev.hermes.history.Tails;
import dev.hermes.notification.Notification;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Gives a client whose connection an API Gateway holds numbers, a greeting, and what it missed.
 *
 * <p>The frames go through the connection's line, the next when the gateway has taken the last: they arrive in order, and a
 * client that takes them slowly costs one frame in the lane. Safe for use by many threads; nothing blocks.
 */
public final class GatewayReplay {

    private static final int MOST_TRIES = 30;
    private static final long RETRY_MILLIS = 1000;

    private final History history;
    private final Tails tails;
    private final GatewayNumbers numbers;
    private final Lanes lanes;

    public GatewayReplay(History history, Tails tails, GatewayNumbers numbers, Lanes lanes) {
        this.history = history;
        this.tails = tails;
        this.numbers = numbers;
        this.lanes = lanes;
    }

    /**
     * Begins to tell the client.
     *
     * @return done when the greeting is on its way; fails with the
     *     {@link software.amazon.awssdk.core.exception.SdkException} of the table, and the client has been told nothing
     */
    CompletableFuture<Void> begin(Connection connection, Since since) {
        if (!history.isOn()) {
            post(connection, Stream.of(Opening.NONE.frame()).iterator(), () -> {});
            return CompletableFuture.completedFuture(null);
        }
        String room = connection.roomId();
        // Found by every look-up before the head is read: what is numbered from then on is pushed.
        return numbers.begin(connection)
                .thenCompose(begun -> history.head(room))
                .thenCompose(head -> history.openAtApiGateway(room, since, head))
                .thenCompose(opening -> history.readUpTo(room, opening.asked() + 1, opening.head())
                        .thenAccept(first -> greet(connection, opening, first)));
    }

    private void greet(Connection connection, Opening opening, Part first) {
        Missed missed = new Missed(opening, connection, Recipients.LONGEST_AT_API_GATEWAY);
        post(connection, Stream.of(opening.frame()).iterator(), () -> give(connection, missed, first));
    }

    private void give(Connection connection, Missed missed, Part part) {
        post(connection, missed.frames(part).iterator(), () -> {
            if (part.more()) {
                goOn(connection, missed, part.next(), MOST_TRIES);
            } else {
                post(connection, missed.end().iterator(), () -> {});
            }
        });
    }

    private void goOn(Connection connection, Missed missed, long from, int tries) {
        history.readUpTo(connection.roomId(), from, missed.opening().head()).whenComplete((part, failure) -> {
            if (failure == null) {
                give(connection, missed, part);
            } else if (tries > 1) {
                tails.later(RETRY_MILLIS, () -> goOn(connection, missed, from, tries - 1));
            }
            // After that the number of the room's next message shows the client what is missing.
        });
    }

    private void post(Connection connection, Iterator<String> frames, Runnable then) {
        while (frames.hasNext()) {
            CompletableFuture<?> taken = post(connection, frames.next());
            if (!taken.isDone()) {
                taken.thenRun(() -> post(connection, frames, then));
                return;
            }
        }
        then.run();
    }

    private CompletableFuture<?> post(Connection connection, String frame) {
        String gateway = connection.endpoint();
        return lanes.hand(
                new Recipients(Gateway.API_GATEWAY, gateway, gateway, List.of(connection.id())),
                new Delivery(new Notification(connection.roomId(), frame)));
    }
}
