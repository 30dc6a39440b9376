package dev.hermes.access;

/**
 * What a checked token says of its holder.
 *
 * @param innerToken lower-case hex SHA-256 of user, passcode and room: a secret, never to be logged
 * @param expiresAt seconds since 1970
 */
record Claims(String userId, String roomId, String innerToken, long expiresAt) {

    @Override
    public String toString() {
        return "user '" + userId + "' in room '" + roomId + "'";
    }
}
