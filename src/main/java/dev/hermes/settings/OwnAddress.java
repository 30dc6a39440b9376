package dev.hermes.settings;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the address of a node so that other nodes can reach it. */
public final class OwnAddress {

    private static final Pattern ALL_ADDRESSES =
            Pattern.compile("//(0\\.0\\.0\\.0|\\[::]|::|\\[?0:0:0:0:0:0:0:0]?)(?=[:/]|$)");

    private OwnAddress() {}

    /** The endpoint, with this machine's address where {@code host} means all, and IPv6 addresses in brackets. */
    public static String in(String endpoint, String host) {
        Matcher all = ALL_ADDRESSES.matcher(endpoint);
        return all.find()
                ? all.replaceFirst(Matcher.quoteReplacement("//" + inUrl(own())))
                : endpoint.replace("//" + host + ":", "//" + inUrl(host) + ":");
    }

    /** The host as it stands in a URL: an IPv6 address in brackets. */
    public static String inUrl(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** In a container it is the container's. Its own name may not resolve there: then the first interface decides. */
    private static String own() {
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException nameless) {
            return firstInterface();
        }
    }

    private static String firstInterface() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .findFirst()
                    .orElseGet(InetAddress::getLoopbackAddress)
                    .getHostAddress();
        } catch (SocketException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
