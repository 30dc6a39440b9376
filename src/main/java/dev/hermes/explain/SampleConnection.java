package dev.hermes.explain;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Attributes;
import dev.hermes.notification.Aim;

/**
 * A connection that a dry run takes for real.
 *
 * @param address of its holder; empty for this node
 */
record SampleConnection(String id, String room, String user, Attributes attributes, Gateway gateway, String address) {

    private static final String THIS_NODE = "this node";

    /** Whether it is among those of its room whom a notification is for. */
    boolean isIn(Aim aim) {
        return aim.includes(user, attributes);
    }

    /** Who holds it. */
    String holder() {
        return gateway == Gateway.OWN ? THIS_NODE : address;
    }

    boolean isAt(Gateway where) {
        return gateway == where;
    }
}
