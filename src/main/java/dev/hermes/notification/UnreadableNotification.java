package dev.hermes.notification;

/** The body is not a notification and will never be one. The message says why and quotes nothing of the body. */
public final class UnreadableNotification extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableNotification(String reason) {
        super(reason);
    }
}
