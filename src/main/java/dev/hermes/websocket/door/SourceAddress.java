package dev.hermes.websocket.door;

import dev.hermes.settings.Network;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds out where a client is: the other end of its connection, or, where that is a trusted proxy, the last address in
 * {@code X-Forwarded-For} that is none. What stands in front of that is the client's own claim.
 */
final class SourceAddress {

    private final List<IpSubnetFilterRule> trusted;

    /** @throws IllegalArgumentException if one is no network in CIDR notation; the message names it */
    SourceAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(SourceAddress::network).toList();
    }

    private static IpSubnetFilterRule network(String cidr) {
        Network network = Network.parse(cidr)
                .orElseThrow(() -> new IllegalArgumentException(
                        "hermes.gateway.trusted-proxies names '" + cidr + "', but must name networks like 10.0.0.0/8"));
        return new IpSubnetFilterRule(network.address(), network.prefix(), IpFilterRuleType.ACCEPT);
    }

    /** @param forwarded the lines of {@code X-Forwarded-For}, in their order */
    String of(InetAddress peer, List<String> forwarded) {
        InetAddress source = peer;
        String[] hops = String.join(",", forwarded).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(source); i--) {
            Optional<InetAddress> before = Network.address(withoutPort(hops[i].trim()));
            if (before.isEmpty()) {
                break;
            }
            source = before.get();
        }
        return source.getHostAddress();
    }

    private boolean isTrusted(InetAddress address) {
        InetSocketAddress socketAddress = new InetSocketAddress(address, 0);
        return trusted.stream().anyMatch(network -> network.matches(socketAddress));
    }

    /** Some proxies name the port as well: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static String withoutPort(String hop) {
        int colon = hop.lastIndexOf(':');
        if (hop.startsWith("[")) {
            return hop.substring(1, Math.max(1, hop.indexOf(']')));
        }
        return colon > 0 && hop.indexOf(':') == colon ? hop.substring(0, colon) : hop;
    }
}
