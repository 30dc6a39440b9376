package dev.hermes.audience;

import java.util.List;

/**
 * Those, among whom a notification is for, that one holder has the connections of.
 *
 * @param holder the id of a process, or the address of a gateway
 * @param address where the holder is reached
 * @param connectionIds its connections; empty for a {@link Gateway#NODE}, which knows its own
 */
public record Recipients(Gateway gateway, String holder, String address, List<String> connectionIds) {

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
