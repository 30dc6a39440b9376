package dev.hermes.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Serves a file of our own pages, as it lies in the jar. Whatever a page loads comes from the gateway that served it. */
public final class PageFile {

    private static final String POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private PageFile() {}

    /** @param name with one of the endings html, css and js */
    public static void serve(Router router, String path, String name) {
        Buffer content = read(name);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        router.get(path).handler(routing -> routing.response()
                .putHeader("Content-Type", type)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-cache")
                .end(content));
    }

    private static Buffer read(String name) {
        try (InputStream file = PageFile.class.getResourceAsStream("/page/" + name)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
