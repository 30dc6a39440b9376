package dev.hermes.management;

import dev.hermes.digest.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;

/**
 * The body of a request.
 *
 * @param hash its SHA-256, in hex
 */
public record Body(Buffer bytes, String hash) {

    /** A body is longer than it may be. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge(int limit) {
            super("Longer than " + limit + " bytes", null, false, false);
        }
    }

    /**
     * Reads the body; must be called as soon as the request has come.
     *
     * @param limit the most that is kept of it, in bytes: of a longer one the rest is dropped as it comes
     * @return fails with {@link TooLarge} once that is clear, or if the caller goes away
     */
    static Future<Body> read(HttpServerRequest request, int limit) {
        Promise<Body> body = Promise.promise();
        Buffer bytes = Buffer.buffer();
        MessageDigest digest = Sha256.begin();
        request.handler(part -> {
                    if (bytes.length() + part.length() > limit) {
                        // Vert.x drops what comes while there is no handler.
                        request.handler(null);
                        body.tryFail(new TooLarge(limit));
                    } else {
                        bytes.appendBuffer(part);
                        digest.update(part.getBytes());
                    }
                })
                .exceptionHandler(body::tryFail)
                .endHandler(any -> body.tryComplete(new Body(bytes, Signature.hex(digest.digest()))));
        return body.future();
    }
}
