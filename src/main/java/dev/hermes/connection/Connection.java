package dev.hermes.connection;

/**
 * One open line to a client: its id at the gateway that holds it, and who is behind it.
 *
 * @param endpoint the address of that gateway's management API
 * @param attributes what its token says of it beyond user and room
 */
public record Connection(String id, String roomId, String userId, String endpoint, Attributes attributes) {

    /** Without attributes. */
    public Connection(String id, String roomId, String userId, String endpoint) {
        this(id, roomId, userId, endpoint, Attributes.NONE);
    }
}
