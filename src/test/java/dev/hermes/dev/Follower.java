package dev.hermes.dev;

import io.vertx.core.http.WebSocket;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that asks for numbers, comes back with the last one whenever it loses its connection, and checks what it gets: the
 * messages of a {@link Metronome}. Safe for use by many threads.
 */
public final class Follower {

    private static final Pattern GREETING =
            Pattern.compile("\\{\"hermes\":\\{\"head\":(\\d+),\"resumed\":(true|false),.*}}");
    private static final Pattern ANNOUNCED = Pattern.compile("\\{\"hermes\":\\{\"at\":(\\d+)}}");
    private static final Pattern FRAME =
            Pattern.compile("\\{\"data\":\\{\"n\":(\\d+),\"at\":(\\d+)(?:,\"text\":\"[^\"]*\")?},\"seq\":(\\d+)}");

    private final Followers all;
    private final String token;
    private final BitSet got = new BitSet();
    private final List<Long> replays = new ArrayList<>();
    private WebSocket socket;
    private boolean greeted;
    private long last = -1;
    private long head;
    private long askedAt;
    private boolean behind;
    private int doubled;
    private int holes;
    private int reloads;

    Follower(Followers all, String token) {
        this.all = all;
        this.token = token;
    }

    String token() {
        return token;
    }

    /** What it shows when it comes back. */
    synchronized String since() {
        return last < 0 ? "now" : Long.toString(last);
    }

    synchronized void asks() {
        askedAt = System.nanoTime();
        greeted = false;
    }

    synchronized void opened(WebSocket open) {
        socket = open;
    }

    synchronized WebSocket socket() {
        return socket;
    }

    synchronized void closed() {
        socket = null;
    }

    synchronized void accept(String text) {
        Matcher frame = FRAME.matcher(text);
        if (frame.matches()) {
            take(Integer.parseInt(frame.group(1)), Long.parseLong(frame.group(3)));
            return;
        }
        Matcher announced = ANNOUNCED.matcher(text);
        if (announced.matches()) {
            last = Long.parseLong(announced.group(1));
            noteIfCaughtUp();
            return;
        }
        Matcher greeting = GREETING.matcher(text);
        if (!greeting.matches() || greeted) {
            throw new IllegalArgumentException("Unexpected: " + text);
        }
        greeted = true;
        head = Long.parseLong(greeting.group(1));
        if (last < 0) {
            last = head;
            return;
        }
        reloads += greeting.group(2).equals("true") ? 0 : 1;
        behind = true;
        noteIfCaughtUp();
    }

    private void take(int n, long number) {
        if (!greeted) {
            throw new IllegalArgumentException("A frame before the greeting: " + number);
        }
        holes += number == last + 1 ? 0 : 1;
        doubled += got.get(n) ? 1 : 0;
        got.set(n);
        last = number;
        all.numbered(n, number);
        noteIfCaughtUp();
    }

    private void noteIfCaughtUp() {
        if (behind && last >= head) {
            behind = false;
            replays.add(System.nanoTime() - askedAt);
        }
    }

    synchronized boolean isGreeted() {
        return greeted;
    }

    /** How many of the first {@code count} messages have not come. */
    synchronized int missing(int count) {
        return count - got.get(0, count).cardinality();
    }

    synchronized int doubled() {
        return doubled;
    }

    /** How often it got another number than it had to expect. */
    synchronized int holes() {
        return holes;
    }

    /** How often it was told to load everything anew. */
    synchronized int reloads() {
        return reloads;
    }

    /** How long each replay took, from the handshake's first byte to the last message that was missed, in nanoseconds. */
    synchronized List<Long> replays() {
        return List.copyOf(replays);
    }
}
