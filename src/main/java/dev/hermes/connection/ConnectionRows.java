package dev.hermes.connection;

import dev.hermes.table.RowWriter;
import java.util.concurrent.CompletableFuture;

/** Writes and deletes the rows of connections. */
public final class ConnectionRows {

    private final RowWriter rows;
    private final ConnectionTable connections;

    public ConnectionRows(RowWriter rows, ConnectionTable connections) {
        this.rows = rows;
        this.connections = connections;
    }

    /** Fails with the {@link software.amazon.awssdk.core.exception.SdkException} of the table. */
    public CompletableFuture<Boolean> put(Connection connection) {
        return rows.put(connections.key(connection.id()), connections.row(connection));
    }

    /** Fails with the {@link software.amazon.awssdk.core.exception.SdkException} of the table. */
    public CompletableFuture<Boolean> delete(String connectionId) {
        return rows.delete(connections.key(connectionId));
    }
}
