package dev.hermes.notification;

/**
 * What came is not a notification, or a rule cannot make of it what it is to: that will not change at a next try. The
 * message says why and quotes nothing of the body.
 */
public final class UnreadableNotification extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableNotification(String reason) {
        super(reason);
    }
}
