package dev.hermes.access;

import dev.hermes.connection.Attributes;

/**
 * What a checked token says of its holder.
 *
 * @param innerToken lower-case hex SHA-256 of user, passcode and room: a secret, never to be logged
 * @param expiresAt seconds since 1970
 * @param attributes of its connections
 */
record Claims(String userId, String roomId, String innerToken, long expiresAt, Attributes attributes) {

    @Override
    public String toString() {
        return "user '" + userId + "' in room '" + roomId + "'";
    }
}
