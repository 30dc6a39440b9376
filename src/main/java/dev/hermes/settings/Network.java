package dev.hermes.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A network in CIDR notation, like {@code 10.0.0.0/8}; an address alone is a network of one. */
public record Network(InetAddress address, int prefix) {

    /** Empty if {@code cidr} is no network. Asks no name server. */
    public static Optional<Network> parse(String cidr) {
        String[] parts = cidr.split("/", 2);
        return address(parts[0]).flatMap(address -> {
            int most = address.getAddress().length * Byte.SIZE;
            return parts.length == 1 ? Optional.of(new Network(address, most)) : parse(address, parts[1], most);
        });
    }

    private static Optional<Network> parse(InetAddress address, String prefix, int most) {
        try {
            int bits = Integer.parseInt(prefix);
            return bits < 0 || bits > most ? Optional.empty() : Optional.of(new Network(address, bits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The address that {@code text} writes; empty if it writes none. Asks no name server. */
    public static Optional<InetAddress> address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of Netty's has a length that none has", e);
        }
    }
}
