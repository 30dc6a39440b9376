package dev.hermes.console;

import dev.hermes.http.OwnOrigin;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;

/**
 * Tells the calls of a console that is open in a browser of this machine, which need no signature.
 *
 * <p>A page of another origin cannot make them: no browser lets it set the header without asking this server first.
 */
public final class OwnCalls implements Predicate<HttpServerRequest> {

    private static final String MARK = "X-Hermes-Console";

    private final String host;

    /** @param host that the gateway listens on: a loopback name or address */
    public OwnCalls(String host) {
        this.host = host;
    }

    @Override
    public boolean test(HttpServerRequest request) {
        return request.getHeader(MARK) != null && OwnOrigin.sent(request, host);
    }
}
