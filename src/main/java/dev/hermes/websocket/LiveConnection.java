package dev.hermes.websocket;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * What is known of a connection that this node holds.
 *
 * @param connectedAt when it was asked for
 * @param lastActiveAt when its client last sent a message
 * @param sourceIp of the other end of the TCP connection: the client, or the proxy before Hermes
 * @param userAgent what the client calls itself, at most 256 characters; may be empty
 */
public record LiveConnection(Instant connectedAt, Instant lastActiveAt, String sourceIp, String userAgent) {

    static LiveConnection of(Channel channel, String userAgent, long connectedAt, long lastActiveAt) {
        // The channel's address, not one from a header: any client can send any header.
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        return new LiveConnection(
                Instant.ofEpochMilli(connectedAt),
                Instant.ofEpochMilli(lastActiveAt),
                peer.getAddress().getHostAddress(),
                userAgent);
    }
}
