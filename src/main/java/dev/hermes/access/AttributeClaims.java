package dev.hermes.access;

import com.github.benmanes.caffeine.cache.Interner;
import dev.hermes.connection.Attributes;
import dev.hermes.id.NumericId;
import dev.hermes.log.LogInterval;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the attributes of a connection from claims of its token: a string as it is, a number as ids are written, a boolean as
 * {@code true} or {@code false}, an array of those as several values. A claim of any other form lets in, and is no
 * attribute. Safe for use by many threads.
 */
final class AttributeClaims {

    /** Each is kept in memory and in the row of its connection, for as long as that lasts. */
    static final int LONGEST_VALUE = 256;

    static final int MOST_VALUES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(AttributeClaims.class);

    private final List<String> names;
    private final LogInterval leftOut;
    /** Thousands of connections have the same few. */
    private final Interner<Attributes> shared = Interner.newWeakInterner();

    /** @param nanos a clock that never goes back, in nanoseconds */
    AttributeClaims(Collection<String> names, LongSupplier nanos) {
        this.names = List.copyOf(names);
        this.leftOut = new LogInterval(Duration.ofMinutes(1), nanos);
    }

    Attributes of(Map<?, ?> claims) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String name : names) {
            Object claim = claims.get(name);
            if (claim != null) {
                Optional<Set<String>> values = values(claim);
                values.filter(some -> !some.isEmpty()).ifPresent(some -> found.put(name, some));
                if (values.isEmpty()) {
                    logLeftOut(name);
                }
            }
        }
        return found.isEmpty() ? Attributes.NONE : shared.intern(new Attributes(Map.copyOf(found)));
    }

    /** Empty if the claim has another form, or is too long. */
    private static Optional<Set<String>> values(Object claim) {
        Set<String> values = new TreeSet<>();
        for (Object item : claim instanceof Collection<?> array ? array : List.of(claim)) {
            String value = value(item);
            if (value == null || value.length() > LONGEST_VALUE) {
                return Optional.empty();
            }
            values.add(value);
        }
        return values.size() <= MOST_VALUES ? Optional.of(Set.copyOf(values)) : Optional.empty();
    }

    private static String value(Object item) {
        if (item instanceof Number number) {
            return NumericId.of(number);
        }
        return item instanceof String || item instanceof Boolean ? item.toString() : null;
    }

    /** Without the value, which is nobody's business here. */
    private void logLeftOut(String name) {
        leftOut.log(more -> LOG.warn(
                "A token's claim '{}' is no attribute of its connection: it must be a string, a number, a boolean or an array"
                        + " of them, at most {} values of at most {} characters; {} more since the last such line",
                name,
                MOST_VALUES,
                LONGEST_VALUE,
                more));
    }
}
