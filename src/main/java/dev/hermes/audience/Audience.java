package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Connection;
import dev.hermes.history.Tails;
import dev.hermes.node.Lease;
import dev.hermes.node.Nodes;
import dev.hermes.notification.Notification;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Who is in a room, and who holds the connections. Safe for use by many threads. */
public final class Audience {

    private final Lease lease;
    private final LocalRooms local;
    private final StayRows stays;
    private final Arrivals arrivals;
    private final IndexReadings readings;
    private final HolderRows holders;
    private final OtherConnections others;
    private final Tails tails;

    /**
     * @param apiGateway the address of the API Gateway stage; empty where there is none
     * @param holds whether this node has the socket of a connection id
     * @param tails the sockets of this node that get numbers
     * @param clock for when the row of an API Gateway ends
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public Audience(
            Lease lease,
            Nodes nodes,
            LocalRooms local,
            StayRows stays,
            DeadRows deadRows,
            String apiGateway,
            Predicate<String> holds,
            Tails tails,
            Clock clock,
            LongSupplier nanos) {
        this.lease = lease;
        this.local = local;
        this.tails = tails;
        this.stays = stays;
        this.arrivals = new Arrivals(clock);
        this.readings = new IndexReadings(!apiGateway.isEmpty(), nanos);
        this.holders = new HolderRows(lease, nodes, local, stays, readings, tails);
        this.others = new OtherConnections(lease, nodes, local, deadRows, arrivals, readings, apiGateway, holds);
    }

    /** A client was let in, and its row has been written. */
    public void arrived(Connection connection) {
        if (isOwn(connection)) {
            local.arrived(connection);
        } else {
            arrivals.add(connection);
        }
    }

    /** A connection has ended. */
    public void left(Connection connection) {
        if (!isOwn(connection)) {
            arrivals.remove(connection.id());
        }
        local.left(connection);
        tails.leave(connection);
    }

    /** Whether an API Gateway has told of the connection only just now: it may not stand yet. */
    public boolean hasJustArrived(String connectionId) {
        return arrivals.contains(connectionId);
    }

    private boolean isOwn(Connection connection) {
        return connection.endpoint().equals(lease.endpoint());
    }

    /** Those on this node whom a notification is for; null if there are none. */
    public Recipients here(Notification notification) {
        List<String> ids = local.in(notification.roomId(), notification.aim());
        return ids.isEmpty() ? null : own(ids);
    }

    /** Reads who holds connections of a room. */
    MemberLookUp holdersOf(String roomId) {
        return stays.holdersOf(roomId);
    }

    /** Reads the connections of a room. */
    MemberLookUp connectionsOf(String roomId) {
        return MemberLookUp.ofConnections(roomId, local.now());
    }

    /**
     * The other processes that hold connections of a room, and the connections at API Gateways that get numbers. Rows that
     * stand for nobody are deleted on the way.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if a process is not known and the table does not answer
     */
    List<?> nodes(MemberLookUp lookUp) {
        return holders.nodes(lookUp);
    }

    /** Whether the caller is to look for connections that {@link #nodes} does not tell of. */
    boolean beginOthers(String roomId) {
        return readings.begin(roomId) || !arrivals.in(roomId).isEmpty();
    }

    /** Whether there are such connections, as far as is known. */
    boolean expectsOthers(String roomId) {
        return readings.expects(roomId) || !arrivals.in(roomId).isEmpty();
    }

    /** A look-up for them has failed. */
    void othersFailed(String roomId) {
        readings.failed(roomId);
    }

    /**
     * The connections of a room that {@link #nodes} does not tell of, each with its user: those of API Gateways and of nodes of
     * the version before this one, and those of this node that have no socket. Rows of dead processes are deleted on the
     * way.
     *
     * @return {@link Found}, one for each holder
     * @throws software.amazon.awssdk.core.exception.SdkException if a process is not known and the table does not answer
     */
    List<?> others(MemberLookUp lookUp) {
        return others.find(lookUp);
    }

    /** The one connection whose client has just sent something. */
    public Recipients holding(Connection connection) {
        return isOwn(connection)
                ? own(List.of(connection.id()))
                : new Recipients(
                        Gateway.API_GATEWAY, connection.endpoint(), connection.endpoint(), List.of(connection.id()));
    }

    private Recipients own(List<String> connectionIds) {
        return new Recipients(Gateway.OWN, lease.id(), lease.endpoint(), connectionIds);
    }
}
