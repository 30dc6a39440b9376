package dev.hermes.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Serves the browser client on {@code /client/}, for pages that have no bundler.
 *
 * <p>The scripts hold no secret, and a page of any origin may import them. A browser asks each time whether its copy is
 * still the newest, which costs a 304 without a body.
 */
public final class ClientScripts implements Consumer<Router> {

    private static final List<String> NAMES = List.of("hermes-client.js", "hermes-tabs.js");
    private static final int ETAG_BYTES = 12;

    @Override
    public void accept(Router router) {
        NAMES.forEach(name -> serve(router, name));
    }

    private static void serve(Router router, String name) {
        Buffer script = read(name);
        String etag = etag(script);
        router.get("/client/" + name).handler(routing -> answer(routing, script, etag));
        router.head("/client/" + name).handler(routing -> answer(routing, script, etag));
    }

    private static void answer(RoutingContext routing, Buffer script, String etag) {
        HttpServerResponse response = routing.response()
                .putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (holds(routing.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(script.length()));
        if (routing.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(script);
        }
    }

    /** Whether a client's copies, as {@code If-None-Match} lists them, hold this one (RFC 9110, section 13.1.2). */
    private static boolean holds(String listed, String etag) {
        return listed != null
                && Arrays.stream(listed.split(","))
                        .map(String::trim)
                        .anyMatch(copy ->
                                copy.equals("*") || copy.replaceFirst("^W/", "").equals(etag));
    }

    private static Buffer read(String name) {
        try (InputStream file = ClientScripts.class.getResourceAsStream("/client/" + name)) {
            if (file == null) {
                throw new IllegalStateException("/client/" + name + " is not on the class path: build with ./mvnw");
            }
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String etag(Buffer script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes());
            return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
