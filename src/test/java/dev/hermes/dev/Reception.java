package dev.hermes.dev;

import dev.hermes.bench.Latencies;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What somebody got of a {@link Metronome}'s messages: how often each of them, and how long it took. */
public final class Reception implements Consumer<String> {

    private static final Pattern FRAME = Pattern.compile("\\{\"data\":\\{\"n\":(\\d+),\"at\":(\\d+)}}");
    private static final double SLOWEST_BAR_MILLIS = 100;

    private final Map<Integer, Arrival> arrivals = new ConcurrentHashMap<>();

    /** Times are those of {@link System#nanoTime}. */
    private record Arrival(long sentAt, long at, int times) {}

    @Override
    public void accept(String frame) {
        long now = System.nanoTime();
        Matcher found = FRAME.matcher(frame);
        if (!found.matches()) {
            throw new IllegalArgumentException("No frame of a metronome: " + frame);
        }
        Arrival first = new Arrival(Long.parseLong(found.group(2)), now, 1);
        arrivals.merge(
                Integer.valueOf(found.group(1)),
                first,
                (before, again) -> new Arrival(before.sentAt(), before.at(), before.times() + 1));
    }

    /** Those that have not come, of the first {@code count} messages. */
    public List<Integer> missing(int count) {
        return IntStream.range(0, count)
                .filter(n -> !arrivals.containsKey(n))
                .boxed()
                .toList();
    }

    /** How many have come more than once. */
    public long doubled() {
        return arrivals.values().stream().filter(arrival -> arrival.times() > 1).count();
    }

    /** How long the messages took that were sent from {@code then} to before {@code end}, and have come. */
    public Latencies latencies(long then, long end) {
        return new Latencies(sent(then, end)
                .mapToLong(arrival -> arrival.at() - arrival.sentAt())
                .toArray());
    }

    /** How long after {@code end} the last of those came, in milliseconds. */
    public double millisBehind(long then, long end) {
        return sent(then, end)
                .mapToDouble(arrival -> (arrival.at() - end) / 1e6)
                .max()
                .orElse(0);
    }

    /** How long after {@code end} the first of those came that came later, in milliseconds. */
    public double millisUntilFirst(long then, long end) {
        return sent(then, end)
                .mapToDouble(arrival -> (arrival.at() - end) / 1e6)
                .filter(millis -> millis > 0)
                .min()
                .orElse(0);
    }

    private Stream<Arrival> sent(long then, long end) {
        return arrivals.values().stream().filter(arrival -> arrival.sentAt() - then >= 0 && arrival.sentAt() - end < 0);
    }

    /** What a 99th percentile may be where it is {@code calm} without a fault: a shared machine is allowed 100 ms. */
    public static double barOf(double calm) {
        return Math.max(SLOWEST_BAR_MILLIS, 2 * calm);
    }
}
