package dev.hermes.explain;

import dev.hermes.audience.Recipients.Gateway;

/**
 * A connection that a dry run takes for real.
 *
 * @param address of its holder; empty for this node
 */
record SampleConnection(String id, String room, String user, Gateway gateway, String address) {

    boolean isAt(Gateway where) {
        return gateway == where;
    }
}
