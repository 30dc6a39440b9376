package dev.hermes.notification;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.hermes.connection.Connection;
import dev.hermes.history.Since;
import dev.hermes.notification.JsonSlices.Slice;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Reads what clients send, {@code {"action": …, "data": …}}, and words what they are answered. */
public final class ClientFrames {

    private static final String ACTION = "action";
    private static final String DATA = "data";
    private static final String SINCE = "since";

    /** With a number, the id of what a client sends: other nodes must know it when they are told it again. */
    private final String start = UUID.randomUUID() + "/";

    private final AtomicLong count = new AtomicLong();

    /** The action that the frame names; empty if it names none, or is not a JSON object. */
    public String action(String frame) {
        return slice(frame, ACTION).map(Slice::text).orElse("");
    }

    /** Whether its sender asks for numbers, and so waits for an answer. */
    public boolean isResume(String frame) {
        return action(frame).equals("resume");
    }

    /** What the sender's room gets: the frame's data, and the user of the connection that it came on. */
    public Notification toNotification(String frame, Connection sender) {
        String user = quoted(sender.userId());
        return new Notification(
                start + count.incrementAndGet(),
                sender.roomId(),
                Notifications.frame(Optional.of(user), slice(frame, DATA).map(Slice::json)),
                Aim.EVERYBODY);
    }

    /** What a frame says from where on its sender wants numbers; empty if it says nothing of the kind. */
    public Optional<Since> since(String frame) {
        return slice(frame, SINCE)
                .map(since -> since.text() == null ? since.json() : since.text())
                .flatMap(Since::parse);
    }

    /** The answer to a frame that names no known action, as API Gateway words it. */
    public Notification forbidden(Connection sender) {
        return refusal(sender, "Forbidden");
    }

    /** The answer to a frame that cannot be acted on now. */
    public Notification unavailable(Connection sender) {
        return refusal(sender, "Service Unavailable");
    }

    private static Notification refusal(Connection sender, String message) {
        return new Notification(
                sender.roomId(),
                "{\"message\":\"" + message + "\",\"connectionId\":" + quoted(sender.id()) + ",\"requestId\":"
                        + quoted(UUID.randomUUID().toString()) + "}");
    }

    private static Optional<Slice> slice(String frame, String key) {
        try {
            return JsonSlices.of(frame, Set.of(key)).flatMap(slices -> slices.get(key));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
