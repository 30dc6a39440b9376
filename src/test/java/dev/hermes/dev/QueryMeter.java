package dev.hermes.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds up the read units that queries consume, by what is asked for. */
public final class QueryMeter {

    private static final Pattern UNITS =
            Pattern.compile("\"ConsumedCapacity\":\\{[^{}]*\"CapacityUnits\":([0-9.E]+)", Pattern.CASE_INSENSITIVE);

    private final Function<String, String> kind;
    private final Map<String, Double> units = new ConcurrentHashMap<>();
    private final Map<String, Integer> queries = new ConcurrentHashMap<>();

    /** @param kind of a request, by its text */
    public QueryMeter(Function<String, String> kind) {
        this.kind = kind;
    }

    /** The read units of one kind so far. */
    public double units(String ofKind) {
        return units.getOrDefault(ofKind, 0.0);
    }

    /** How many queries of one kind were answered so far. */
    public int queries(String ofKind) {
        return queries.getOrDefault(ofKind, 0);
    }

    /** The request that has its consumption told. */
    String asking(String action, String body) {
        return action.endsWith(".Query") ? body.replaceFirst("\\{", "{\"ReturnConsumedCapacity\":\"TOTAL\",") : body;
    }

    void answered(String action, String body, byte[] answer) {
        if (action.endsWith(".Query")) {
            Matcher found = UNITS.matcher(new String(answer, UTF_8));
            if (!found.find()) {
                throw new IllegalStateException("The answer does not tell what it consumed");
            }
            queries.merge(kind.apply(body), 1, Integer::sum);
            units.merge(kind.apply(body), Double.valueOf(found.group(1)), Double::sum);
        }
    }
}
