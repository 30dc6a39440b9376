package dev.hermes.revocation;

/**
 * Tells every node that a user's access was revoked.
 *
 * @param id under which a node remembers that it has obeyed
 * @param roomId the room it was revoked for; null: all
 */
public record Notice(String id, String userId, String roomId) {

    boolean concerns(String room) {
        return roomId == null || roomId.equals(room);
    }
}
