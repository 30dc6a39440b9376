package dev.hermes.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells requests of our own pages from those that another site makes a browser send.
 *
 * <p>A page of another origin shows that origin. One whose name was made to resolve to this machine (DNS rebinding) shows
 * that name as host, so the host has to be one that no stranger can own: a loopback name, or the address itself.
 */
public final class OwnOrigin {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|::1|\\[0:0:0:0:0:0:0:1]");

    private OwnOrigin() {}

    /** Whether nobody but this machine is reached under {@code host}, a name or an address. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** @param listensOn the host of the settings, which may be a name */
    public static boolean sent(HttpServerRequest request, String listensOn) {
        return isOwn(
                request.getHeader(HttpHeaders.HOST),
                request.getHeader(HttpHeaders.ORIGIN),
                listensOn,
                request.localAddress().hostAddress());
    }

    /**
     * @param origin null: not sent, as by a client that is no browser
     * @param address at which the client has reached this machine
     */
    static boolean isOwn(String host, String origin, String listensOn, String address) {
        HostAndPort authority = host == null ? null : HostAndPort.parseAuthority(host, -1);
        if (authority == null) {
            return false;
        }
        String name = authority.host();
        boolean own = isLoopback(name)
                || name.equalsIgnoreCase(listensOn)
                || bare(name).equals(address);
        return own
                && (origin == null
                        || origin.equalsIgnoreCase("http://" + host)
                        || origin.equalsIgnoreCase("https://" + host));
    }

    private static String bare(String name) {
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }
}
