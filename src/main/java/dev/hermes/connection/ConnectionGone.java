package dev.hermes.connection;

import java.util.List;

/** A gateway does not, or no longer, hold these connections. Thrown after all others were served. */
public final class ConnectionGone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> connectionIds;

    public ConnectionGone(List<String> connectionIds) {
        super(
                connectionIds.size() == 1
                        ? "Connection '" + connectionIds.get(0) + "' is gone"
                        : connectionIds.size() + " connections are gone");
        this.connectionIds = connectionIds;
    }

    public List<String> connectionIds() {
        return connectionIds;
    }
}
