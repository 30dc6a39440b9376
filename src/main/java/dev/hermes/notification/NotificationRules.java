package dev.hermes.notification;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What rules make of notifications. None of it changes the one that is given, and nobody that it was not for gets what is
 * made of it. Ids of users and rooms are strings or numbers.
 */
public final class NotificationRules {

    private static final int LONGEST_NAME = 64;

    private final Set<String> attributes;

    /** @param attributes the names of those that connections may have */
    public NotificationRules(Collection<String> attributes) {
        this.attributes = Set.copyOf(attributes);
    }

    /**
     * For these users alone, of those that it is for.
     *
     * @param users an id or a collection of ids; null: nobody
     * @throws UnreadableNotification if one of them cannot be an id
     */
    public Notification to(Notification notification, Object users) {
        return notification.to(RuleValues.users(users));
    }

    /** For all that it is for, but these users; as {@link #to}. */
    public Notification except(Notification notification, Object users) {
        return notification.except(RuleValues.users(users));
    }

    /** For all that it is for, but the user that sends it, on whatever connection. */
    public Notification exceptSender(Notification notification) {
        String sender = notification.userId();
        return notification.except(sender == null ? Set.of() : Set.of(sender));
    }

    /**
     * For those connections alone, of those that it is for, whose attribute has one of these values.
     *
     * @param values a string, a number, a boolean or a collection of them; null: no connection
     * @throws UnreadableNotification if one of them is anything else, or connections have no such attribute
     */
    public Notification where(Notification notification, String attribute, Object values) {
        return notification.where(new Where(known(attribute), RuleValues.ofAttribute(values), false));
    }

    /** For all connections that it is for, but those whose attribute has one of these values; as {@link #where}. */
    public Notification exceptWhere(Notification notification, String attribute, Object values) {
        return notification.where(new Where(known(attribute), RuleValues.ofAttribute(values), true));
    }

    /** That no connection can have it would go unnoticed: a notification for nobody, or for everybody. */
    private String known(String attribute) {
        if (attribute == null || !attributes.contains(attribute)) {
            throw new UnreadableNotification("A rule names the attribute '" + shortened(attribute)
                    + "', which is not in hermes.access.attributes");
        }
        return attribute;
    }

    private static String shortened(String name) {
        return name == null || name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    /** With other data: text that is JSON as it stands, other text as a string, a list or a map as Jackson writes it. */
    public Notification withData(Notification notification, Object data) {
        return notification.withData(Contents.json(data));
    }

    /**
     * For another room.
     *
     * @throws UnreadableNotification if that cannot be the id of a room
     */
    public Notification inRoom(Notification notification, Object room) {
        return notification.inRoom(RoomIds.of(room));
    }

    /**
     * One that no back end has sent, for rules that begin with a timer or a request.
     *
     * @param user as the frame is to name it; null: it names none
     * @param data as {@link #withData} takes it
     * @throws UnreadableNotification if that cannot be the id of a room
     */
    public Notification create(Object room, Object user, Object data) {
        return new Notification(
                UUID.randomUUID().toString(),
                RoomIds.of(room),
                Notifications.frame(Optional.ofNullable(user).map(Contents::quoted), Optional.of(Contents.json(data))),
                Aim.EVERYBODY);
    }
}
