package dev.hermes.websocket.socket;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Makes connection ids in the shape of API Gateway's: 11 random bytes in base64, hence 15 characters and a {@code =}. */
public final class ConnectionIds {

    private static final int BYTES = 11;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{15}=");

    private final SecureRandom random = new SecureRandom();
    // The alphabet for URLs: an id is part of the path of the management API.
    private final Base64.Encoder base64 = Base64.getUrlEncoder();

    /** Whether {@code id} could be the id of a connection, of this node or of another. */
    static boolean isWellFormed(String id) {
        return ID.matcher(id).matches();
    }

    public String next() {
        byte[] id = new byte[BYTES];
        random.nextBytes(id);
        return base64.encodeToString(id);
    }
}
