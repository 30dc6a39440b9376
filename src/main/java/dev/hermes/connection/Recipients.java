package dev.hermes.connection;

import java.util.List;

/** The connections, among those that a notification is for, that one gateway holds. */
public record Recipients(String endpoint, List<String> connectionIds) {}
