package dev.hermes.connection;

import java.util.List;

/** The connections, among those that a notification is for, that one gateway holds. */
public record Recipients(Gateway gateway, String endpoint, List<String> connectionIds) {

    /** Whether this node holds them. */
    public boolean own() {
        return gateway == Gateway.OWN;
    }

    /** Whether another Hermes node holds them. */
    public boolean node() {
        return gateway == Gateway.NODE;
    }

    /** Who holds connections. */
    public enum Gateway {
        /** This node, on sockets of its own. */
        OWN,
        /** Another Hermes node. */
        NODE,
        /** An API Gateway WebSocket API. */
        API_GATEWAY
    }
}
