package dev.hermes.http;

import static java.util.function.Predicate.not;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Moves the token of a request from the query to the {@code Authorization} header, before anything can log or keep it.
 *
 * <p>Vert.x keeps the URI of a WebSocket three times over, for as long as it is open, and tells every URI at the TRACE
 * level; headers can be dropped.
 */
final class QueryToken {

    private static final String NAME = "token";
    /** What a token may consist of. Any other text is refused as a token, and may not be legal in a header. */
    private static final String TEXT = "[\\w.-]+";

    private static final String NO_TOKEN = "-";

    private QueryToken() {}

    /**
     * Takes every parameter {@code token} out of the URI; the first counts, unless it is empty. The others stay as they are.
     *
     * @throws IllegalArgumentException if the token cannot be decoded; it is out of the URI all the same
     */
    static void move(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        if (query < 0) {
            return;
        }
        List<String> parameters = Arrays.asList(uri.substring(query + 1).split("[&;]"));
        if (parameters.stream().noneMatch(QueryToken::isToken)) {
            return;
        }
        String kept = parameters.stream().filter(not(QueryToken::isToken)).collect(Collectors.joining("&"));
        request.setUri(uri.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept));
        String token = parameters.stream()
                .filter(QueryToken::isToken)
                .findFirst()
                .map(QueryToken::value)
                .orElse("");
        if (!token.isEmpty()) {
            request.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + (token.matches(TEXT) ? token : NO_TOKEN));
        }
    }

    private static boolean isToken(String parameter) {
        String name = parameter.substring(0, end(parameter));
        try {
            return QueryStringDecoder.decodeComponent(name).equals(NAME);
        } catch (IllegalArgumentException undecodable) {
            return false;
        }
    }

    private static String value(String parameter) {
        try {
            return QueryStringDecoder.decodeComponent(
                    parameter.substring(Math.min(parameter.length(), end(parameter) + 1)));
        } catch (IllegalArgumentException undecodable) {
            // Without it as a cause: its message quotes what it could not decode.
            throw new IllegalArgumentException("The token cannot be decoded");
        }
    }

    private static int end(String parameter) {
        int end = parameter.indexOf('=');
        return end < 0 ? parameter.length() : end;
    }
}
