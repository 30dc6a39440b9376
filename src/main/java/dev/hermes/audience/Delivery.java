package dev.hermes.audience;

import dev.hermes.notification.Notification;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** What is under way of one notification to holders other than this node. Safe for use by many threads. */
public final class Delivery {

    private final Notification notification;
    private final Set<String> holders = ConcurrentHashMap.newKeySet();
    private final AtomicReference<CompletableFuture<Void>> all =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private boolean counted;
    private volatile boolean triedAgain;
    private volatile List<NumberedConnection> numbered = List.of();

    Delivery(Notification notification) {
        this.notification = notification;
    }

    Notification notification() {
        return notification;
    }

    /** Whether the notification has not been handed to that holder yet; from now on it has. */
    boolean isNew(String holder) {
        return holders.add(holder);
    }

    /** Whether nobody has looked up the room a second time for this notification; from now on somebody has. */
    synchronized boolean isFirstTrouble() {
        boolean first = !triedAgain;
        triedAgain = true;
        return first;
    }

    /** Whether nobody has numbered this notification because a holder asked for it; from now on somebody has. */
    synchronized boolean isFirstCount() {
        boolean first = !counted;
        counted = true;
        return first;
    }

    /** These, at API Gateways, are to get the notification with its number. */
    void numbered(List<NumberedConnection> connections) {
        numbered = connections;
    }

    List<NumberedConnection> numbered() {
        return numbered;
    }

    void add(CompletableFuture<?> handed) {
        all.updateAndGet(before -> CompletableFuture.allOf(before, handed));
    }

    /** Done when every holder has the notification, or cannot be told now. */
    CompletableFuture<Void> whenAllHaveIt() {
        CompletableFuture<Void> now = all.get();
        // A holder may have asked for more meanwhile.
        return now.thenCompose(done -> all.get() == now ? now : whenAllHaveIt());
    }
}
