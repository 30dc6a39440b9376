package dev.hermes.websocket.door;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/**
 * Moves the token of a handshake from the query to the {@code Authorization} header, before anybody has seen it.
 *
 * <p>Vert.x keeps the URI of a WebSocket three times over, for as long as it is open; headers can be dropped.
 */
final class QueryToken {

    private QueryToken() {}

    /** Changes a request that asks for an upgrade and has a token in its query, and no other. */
    static void move(HttpRequest request) {
        if (!request.headers().contains(HttpHeaderNames.UPGRADE)) {
            return;
        }
        try {
            QueryStringDecoder query = new QueryStringDecoder(request.uri());
            List<String> tokens = query.parameters().getOrDefault("token", List.of());
            if (!tokens.isEmpty() && !tokens.get(0).isEmpty()) {
                request.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + tokens.get(0));
                request.setUri(query.rawPath());
            }
        } catch (IllegalArgumentException undecodable) {
            // Left as it is, for the handshake to refuse.
        }
    }
}
