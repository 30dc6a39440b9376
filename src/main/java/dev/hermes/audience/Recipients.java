package dev.hermes.audience;

import dev.hermes.history.Numbered;
import dev.hermes.notification.Notification;
import java.util.List;

/**
 * Those, among whom a notification is for, that one holder has the connections of.
 *
 * @param holder the id of a process, or the address of a gateway
 * @param address where the holder is reached
 * @param connectionIds its connections; empty for a {@link Gateway#NODE}, which knows its own
 * @param numbered whether the frames of these connections, at an API Gateway, carry numbers
 */
public record Recipients(Gateway gateway, String holder, String address, List<String> connectionIds, boolean numbered) {

    /** The longest message that API Gateway takes, in bytes. */
    public static final int LONGEST_AT_API_GATEWAY = 128 * 1024;

    /** Without numbers, or a process, which knows who gets them. */
    public Recipients(Gateway gateway, String holder, String address, List<String> connectionIds) {
        this(gateway, holder, address, connectionIds, false);
    }

    /** The notification as these get it: where they get no numbers, it has none. */
    public Notification worded(Notification notification) {
        if (gateway == Gateway.NODE) {
            return notification;
        }
        return numbered
                ? notification.withFrame(Numbered.of(notification).frameWithin(LONGEST_AT_API_GATEWAY))
                : notification.withNumber(0);
    }

    /** Whether this node holds them. */
    public boolean own() {
        return gateway == Gateway.OWN;
    }

    /** Whether API Gateway holds them. */
    public boolean apiGateway() {
        return gateway == Gateway.API_GATEWAY;
    }

    /** Who holds connections. */
    public enum Gateway {
        /** This node, on sockets of its own. */
        OWN,
        /** Another Hermes process. */
        NODE,
        /** A Hermes node of the version before this one, which is told the connections one by one. */
        OLD_NODE,
        /** An API Gateway WebSocket API. */
        API_GATEWAY
    }
}
