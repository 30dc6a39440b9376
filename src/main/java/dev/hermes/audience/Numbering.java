package dev.hermes.audience;

import dev.hermes.history.History;
import dev.hermes.history.Message;
import dev.hermes.history.Numbered;
import dev.hermes.history.Tails;
import dev.hermes.notification.Notification;
import java.util.concurrent.CompletableFuture;

/** Gives notifications their numbers, where somebody waits for numbers. Safe for use by many threads; nothing blocks. */
public final class Numbering {

    private final History history;
    private final Tails tails;

    public Numbering(History history, Tails tails) {
        this.history = history;
        this.tails = tails;
    }

    /** Whether the notification has to have a number, and has none. */
    boolean isDue(Notification notification) {
        return history.isOn() && !notification.isNumbered() && tails.isCounted(notification.roomId());
    }

    /**
     * Numbers the notification, and gives it to the sockets of this node that get numbers.
     *
     * @return done when it is in the history of its room: whoever is in the room from then on finds it there. While the
     *     table is unavailable that takes as long
     */
    CompletableFuture<Notification> number(Notification notification) {
        return history.append(notification.roomId(), Message.of(notification)).thenApply(number -> {
            Notification numbered = notification.withNumber(number);
            tails.take(notification.roomId(), Numbered.of(numbered));
            numbered.trace().numbered(numbered.roomId(), number);
            return numbered;
        });
    }
}
