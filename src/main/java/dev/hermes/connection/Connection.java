package dev.hermes.connection;

/**
 * One open line to a client: its id at the gateway that holds it, and who is behind it.
 *
 * @param endpoint the address of that gateway's management API
 */
public record Connection(String id, String roomId, String userId, String endpoint) {}
