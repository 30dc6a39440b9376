package dev.hermes.connection;

import java.util.List;

/** The connections, among those that a notification is for, that one gateway holds. */
public record Recipients(Gateway gateway, String endpoint, List<String> connectionIds) {

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
