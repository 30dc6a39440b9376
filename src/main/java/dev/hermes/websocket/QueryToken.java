package dev.hermes.websocket;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/**
 * Moves the token of a handshake from the query to the {@code Authorization} header, before anybody has seen it.
 *
 * <p>Vert.x keeps the URI of a WebSocket three times over, for as long as it is open; headers can be dropped.
 */
@Sharable
final class QueryToken extends ChannelInboundHandlerAdapter {

    private static final String NAME = "query-token";
    /** The name that Vert.x gives to the handler which takes requests. */
    private static final String VERTX_HANDLER = "handler";

    private static final QueryToken INSTANCE = new QueryToken();

    private QueryToken() {}

    static void addTo(ChannelPipeline pipeline) {
        if (pipeline.get(VERTX_HANDLER) != null) {
            pipeline.addBefore(VERTX_HANDLER, NAME, INSTANCE);
        }
    }

    static void removeFrom(ChannelPipeline pipeline) {
        if (pipeline.get(NAME) != null) {
            pipeline.remove(NAME);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.headers().contains(HttpHeaderNames.UPGRADE)) {
            move(request);
        }
        context.fireChannelRead(message);
    }

    private static void move(HttpRequest request) {
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
