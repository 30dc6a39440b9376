package dev.hermes.settings;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts values in the place of <code>{{other.key}}</code> and <code>{{env:NAME}}</code>, each with an optional default
 * behind a colon, as Camel does.
 */
public final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(env:)?([^{}:?!]+)(?::([^{}]*))?}}");
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final int DEEPEST = 16;

    private final Properties properties;
    private final Map<String, String> environment;

    public Placeholders(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** @throws IllegalArgumentException if a key refers to itself */
    public String resolve(String text) {
        return resolve(text, 0);
    }

    private String resolve(String text, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a placeholder refers to itself");
        }
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = value(found.group(1) != null, found.group(2), depth);
            String otherwise = found.group(3) == null ? "" : found.group(3);
            return Matcher.quoteReplacement(value == null ? otherwise : value);
        });
    }

    /** What the environment says is taken as it is: a secret may hold braces. */
    private String value(boolean fromEnvironment, String name, int depth) {
        if (fromEnvironment) {
            return environment.get(name);
        }
        String value = properties.getProperty(name);
        return value == null ? null : resolve(value, depth + 1);
    }

    /** Whether {@code text} refers to a key that refers to itself. */
    public boolean isCircle(String text) {
        try {
            resolve(text);
            return false;
        } catch (IllegalArgumentException circle) {
            return true;
        }
    }

    /** The first placeholder in {@code text} that stands for nothing: it has no default, and what it names is not set. */
    public Optional<String> unset(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .filter(found -> found.group(3) == null && value(found.group(1) != null, found.group(2), 0) == null)
                .map(MatchResult::group)
                .findFirst();
    }

    /** Whether {@code text} has braces that belong to no placeholder; they are taken as they are. */
    public boolean hasOtherBraces(String text) {
        String rest = PLACEHOLDER.matcher(text).replaceAll("");
        return rest.contains(OPEN) || rest.contains(CLOSE);
    }

    /** The environment variable that {@code text} consists of, if it is set. */
    public Optional<String> variable(String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        return found.matches() && found.group(1) != null
                ? Optional.of(found.group(2)).filter(environment::containsKey)
                : Optional.empty();
    }

    /** The keys that {@code text} refers to. */
    public Stream<String> keys(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .filter(found -> found.group(1) == null)
                .map(found -> found.group(2));
    }

    /** The environment variables that any value refers to. */
    public Set<String> variables() {
        return properties.stringPropertyNames().stream()
                .map(properties::getProperty)
                .flatMap(value -> PLACEHOLDER.matcher(value).results())
                .filter(found -> found.group(1) != null)
                .map(found -> found.group(2))
                .collect(Collectors.toSet());
    }
}
