package dev.hermes.connection;

/** One open line to a client: its id at the gateway that holds it, and who is behind it. */
public record Connection(String id, String roomId, String userId) {}
