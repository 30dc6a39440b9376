package dev.hermes.access;

/** The client may not connect. The message is for the operator's log and names no secret; the client sees the status. */
public final class AccessDenied extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private AccessDenied(int status, String reason) {
        super("Access denied (" + status + "): " + reason);
        this.status = status;
    }

    /** The client did not show who it is: 401. */
    static AccessDenied unauthorized(String reason) {
        return new AccessDenied(401, reason);
    }

    /** The client showed who it is, and that one may not connect: 403. */
    static AccessDenied forbidden(String reason) {
        return new AccessDenied(403, reason);
    }

    /** The HTTP status of the refused handshake, 401 or 403. */
    public int status() {
        return status;
    }
}
