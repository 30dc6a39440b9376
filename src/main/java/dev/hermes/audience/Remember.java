package dev.hermes.audience;

import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionRows;
import dev.hermes.history.Since;
import dev.hermes.history.Tails;
import dev.hermes.node.Lease;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Writes down that the connection of the {@value Variables#CONNECTION} variable is in its room: its own row, and the row that
 * tells who holds connections of the room. Where the {@value Variables#SINCE} variable is set, it gets numbers: a socket of
 * this node from there on, a connection at an API Gateway, which cannot be told anything yet, from now on.
 *
 * <p>The exchange goes on when both stand, so that every notification from then on reaches the client; if the table does
 * not take them, the exchange fails with an {@link software.amazon.awssdk.core.exception.SdkException}.
 */
public final class Remember extends LastingStep {

    private final ConnectionRows rows;
    private final LocalRooms local;
    private final GatewayRooms gateways;
    private final Lease lease;
    private final Tails tails;
    private final GatewayNumbers gatewayNumbers;

    public Remember(
            ConnectionRows rows,
            LocalRooms local,
            GatewayRooms gateways,
            Lease lease,
            Tails tails,
            GatewayNumbers gatewayNumbers) {
        this.tails = tails;
        this.gatewayNumbers = gatewayNumbers;
        this.rows = rows;
        this.local = local;
        this.gateways = gateways;
        this.lease = lease;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Connection connection = exchange.getVariable(Variables.CONNECTION, Connection.class);
        Since since = exchange.getVariable(Variables.SINCE, Since.class);
        CompletableFuture<?> remembered = remember(connection);
        return goOnAfter(
                since == null
                        ? remembered
                        // Found by every look-up before it is told where its numbers begin.
                        : remembered.thenCompose(any -> number(connection, since)),
                exchange,
                callback);
    }

    private CompletableFuture<?> number(Connection connection, Since since) {
        return isOwn(connection)
                ? tails.open(connection, since, () -> local.number(connection))
                : gatewayNumbers.begin(connection);
    }

    private boolean isOwn(Connection connection) {
        return connection.endpoint().equals(lease.endpoint());
    }

    private CompletableFuture<?> remember(Connection connection) {
        if (!isOwn(connection)) {
            return CompletableFuture.allOf(gateways.enter(connection), rows.put(connection));
        }
        return CompletableFuture.allOf(local.enter(connection), put(connection));
    }

    private CompletableFuture<Boolean> put(Connection connection) {
        String under = lease.id();
        // A row that names a dead process may be deleted by anybody.
        return rows.put(connection)
                .thenCompose(
                        done -> lease.id().equals(under) ? CompletableFuture.completedFuture(done) : put(connection));
    }
}
