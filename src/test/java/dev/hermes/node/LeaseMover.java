package dev.hermes.node;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.table.RoomsTable;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** A lease that is lost when a test wants it. */
public final class LeaseMover {

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final Lease lease;

    public LeaseMover(String endpoint) {
        NodeRows rows = new NodeRows(dynamoDb, new RoomsTable("hermesRooms", ""), Clock.systemUTC());
        lease = new Lease(rows, endpoint, Duration.ofSeconds(30), System::nanoTime);
        lease.renew();
    }

    public Lease lease() {
        return lease;
    }

    /** As the membership does, again and again. */
    public static void renew(Lease lease) {
        lease.renew();
    }

    /** The process is taken for dead, and goes on under another id. */
    public void move() {
        dynamoDb.fail(ConditionalCheckFailedException.builder().build());
        lease.renew();
    }
}
