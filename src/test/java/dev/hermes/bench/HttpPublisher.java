package dev.hermes.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.IntFunction;

/** Posts messages to a server over HTTP, each when the one before has been answered. */
final class HttpPublisher implements Publisher {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final IntFunction<URI> uris;

    /** @param uris where the message of a number is posted to */
    HttpPublisher(IntFunction<URI> uris) {
        this.uris = uris;
    }

    @Override
    public void send(int first, int count, double perSecond) throws Exception {
        long start = System.nanoTime();
        for (int index = 0; index < count; index++) {
            Publisher.pace(start, index, perSecond);
            URI uri = uris.apply(first + index);
            HttpRequest post = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Message.frame(first + index)))
                    .build();
            int status = http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new Wrong(uri + " answered " + status);
            }
        }
    }
}
