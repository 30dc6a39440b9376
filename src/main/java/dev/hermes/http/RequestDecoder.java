package dev.hermes.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

/**
 * Reads HTTP/1 requests as RFC 9112 has it, and marks as undecodable those that Vert.x would fail on later.
 *
 * <p>Vert.x answers an undecodable request with 400 and closes its connection, without a line in the log: what strangers
 * send must not fill it.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {

    /** The name that Vert.x gives to its decoder. */
    private static final String NAME = "httpDecoder";

    private RequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Puts this decoder in place of Vert.x' own. Call on the connection's event loop, before its first byte was read. */
    static void install(HttpConnection connection, HttpServerOptions options) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(NAME) != null) {
            pipeline.replace(NAME, NAME, new RequestDecoder(options));
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        int known = out.size();
        super.decode(context, bytes, out);
        for (Object read : out.subList(known, out.size())) {
            if (read instanceof HttpRequest request && request.decoderResult().isSuccess()) {
                try {
                    check(request);
                    QueryToken.move(request);
                } catch (IllegalArgumentException undecodable) {
                    request.setDecoderResult(DecoderResult.failure(undecodable));
                }
            }
        }
    }

    /** A proxy in front may have seen another end of this request (RFC 9112, section 6.1), so it is the connection's last. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        super.handleTransferEncodingChunkedWithContentLength(message);
        message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    private static void check(HttpRequest request) {
        boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        require(hosts.size() == 1 || old && hosts.isEmpty(), "There must be one Host");
        hosts.forEach(host -> require(!host.isEmpty() && HostAndPort.parseAuthority(host, -1) != null, "Not a host"));
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        require(
                codings.isEmpty()
                        || !old && codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"),
                "No transfer coding but 'chunked' is understood, and that not in HTTP/1.0");
        String target = request.uri();
        require(
                target.startsWith("/") || target.startsWith("http://") || target.startsWith("https://"),
                "The target is no path");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
