package dev.hermes.management;

import java.util.List;
import java.util.function.Function;

/**
 * What comes before the body of an HTTP request.
 *
 * @param path as sent, without the query: not decoded
 * @param query as sent; null if there is none
 * @param headers all values of a header, by its name in whatever case; empty if it was not sent
 */
record RequestHead(String method, String path, String query, Function<String, List<String>> headers) {

    /** The value of a header that must be there once. */
    String header(String name) {
        List<String> values = headers.apply(name);
        if (values.size() != 1) {
            throw new WronglySigned(name + " was sent " + values.size() + " times, but must be once");
        }
        return values.get(0);
    }
}
