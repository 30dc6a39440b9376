package dev.hermes.websocket.door;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a client asks for when it opens a WebSocket (RFC 6455, section 4.2.1), and the token that it shows. */
final class HandshakeRequest {

    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String BEARER = "Bearer ";

    private static final Pattern SIXTEEN_BYTES = Pattern.compile("[A-Za-z0-9+/]{22}==");
    private static final Pattern TOKEN = Pattern.compile("ey[\\w-]*\\.[\\w-]*\\.[\\w-]*");

    /** Kept for as long as the socket is open: a client must not choose how much that is. */
    private static final int LONGEST_USER_AGENT = 256;

    private final HttpServerRequest request;

    HandshakeRequest(HttpServerRequest request) {
        this.request = request;
    }

    static boolean asksForWebSocket(HttpServerRequest request) {
        return request.method() == HttpMethod.GET
                && names(request, HttpHeaders.CONNECTION, "upgrade")
                && names(request, HttpHeaders.UPGRADE, "websocket");
    }

    /** Whether a client wants to know what a handshake with the same request would be answered with. */
    static boolean asksWhy(HttpServerRequest request) {
        return request.method() == HttpMethod.GET && names(request, HttpHeaders.ACCEPT, Answer.MEDIA_TYPE);
    }

    /** Whether a browser asks for leave to send such a request (the CORS protocol of the Fetch standard). */
    static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** Whether a header lists {@code item}: it may have several lines, and each several items. */
    private static boolean names(HttpServerRequest request, CharSequence header, String item) {
        return request.headers().getAll(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(listed -> listed.trim().equalsIgnoreCase(item));
    }

    /** Leaves the one item of each list that is acted on: Vert.x knows no lists. */
    void chooseUpgrade() {
        request.headers().set(HttpHeaders.CONNECTION, "Upgrade").set(HttpHeaders.UPGRADE, "websocket");
    }

    /** The lines of {@code X-Forwarded-For}. */
    List<String> forwardedFor() {
        return request.headers().getAll("X-Forwarded-For");
    }

    /** What the client calls itself; empty if it does not. */
    String userAgent() {
        String name = request.getHeader(HttpHeaders.USER_AGENT);
        return name == null ? "" : name.substring(0, Math.min(name.length(), LONGEST_USER_AGENT));
    }

    boolean hasKnownVersion() {
        return "13".equals(request.getHeader(VERSION));
    }

    boolean isWellFormed() {
        String key = request.getHeader(KEY);
        return key != null && SIXTEEN_BYTES.matcher(key).matches() && !hasBody();
    }

    /** Vert.x would wait for it before the answer, and it is held back until the answer has gone. */
    private boolean hasBody() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || length != null && !"0".equals(length.trim());
    }

    Optional<String> origin() {
        return Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN));
    }

    /**
     * The token, from the query, the Authorization header, or among the subprotocols, in this order.
     *
     * @throws IllegalArgumentException if the query cannot be decoded
     */
    Optional<String> token() {
        String query = request.getParam("token");
        if (query != null && !query.isEmpty()) {
            return Optional.of(query);
        }
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).trim());
        }
        return subprotocols().stream().filter(HandshakeRequest::isToken).findFirst();
    }

    /** From where on the client wants numbered frames, as it says it; empty if it wants plain ones. */
    Optional<String> since() {
        return Optional.ofNullable(request.getParam("since"));
    }

    /** Leaves one subprotocol to be agreed on: the first that is no token, since a client takes only one that it offered. */
    void chooseSubprotocol() {
        List<String> offered = subprotocols();
        offered.stream()
                .filter(protocol -> !isToken(protocol))
                .findFirst()
                .or(() -> offered.stream().findFirst())
                .ifPresent(chosen -> request.headers().set(PROTOCOL, chosen));
    }

    private List<String> subprotocols() {
        List<String> protocols = new ArrayList<>();
        for (String line : request.headers().getAll(PROTOCOL)) {
            Arrays.stream(line.split(","))
                    .map(String::trim)
                    .filter(protocol -> !protocol.isEmpty())
                    .forEach(protocols::add);
        }
        return protocols;
    }

    private static boolean isToken(String protocol) {
        return TOKEN.matcher(protocol).matches();
    }
}
