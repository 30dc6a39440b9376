package dev.hermes;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is configured: the defaults in the jar, over them {@code application.properties} of the working folder, over both
 * the environment, where {@code hermes.gateway.port} is {@code HERMES_GATEWAY_PORT}.
 */
public final class Settings {

    private static final String FILE = "application.properties";
    private static final String NODE_ENDPOINT = "hermes.node.endpoint";
    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(env:)?([^{}:]+)(?::([^{}]*))?}}");

    private final Path folder;
    private final Map<String, String> environment;
    private final Properties properties;

    private Settings(Path folder, Map<String, String> environment, Properties properties) {
        this.folder = folder;
        this.environment = environment;
        this.properties = properties;
    }

    /** The settings of a process that was started in {@code folder}. */
    public static Settings load(Path folder, Map<String, String> environment) throws IOException {
        Properties properties = new Properties();
        try (InputStream defaults = Settings.class.getResourceAsStream("/" + FILE)) {
            properties.load(defaults);
        }
        Path file = folder.resolve(FILE);
        if (Files.isRegularFile(file)) {
            try (Reader own = Files.newBufferedReader(file)) {
                properties.load(own);
            }
        }
        properties.stringPropertyNames().forEach(key -> {
            String value = environment.get(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
            if (value != null) {
                properties.setProperty(key, value);
            }
        });
        return new Settings(folder, environment, properties).withOwnAddress();
    }

    /**
     * A node that listens on every address is reached at none of that name: others find it at this machine's own, which in
     * a container is the container's.
     */
    private Settings withOwnAddress() throws UnknownHostException {
        String endpoint = get(NODE_ENDPOINT);
        if (!endpoint.contains("//" + ANY_ADDRESS)) {
            return this;
        }
        String own = InetAddress.getLocalHost().getHostAddress();
        return with(NODE_ENDPOINT, endpoint.replace("//" + ANY_ADDRESS, "//" + own));
    }

    /** The same, with {@code key} set to {@code value}. */
    public Settings with(String key, String value) {
        Properties changed = new Properties();
        changed.putAll(properties);
        changed.setProperty(key, value);
        return new Settings(folder, environment, changed);
    }

    /** Every key, with placeholders as written. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** The folder of the rules that a user edits, if the working folder has one. */
    public Path routes() {
        return folder.resolve("routes");
    }

    /** Where jars may be that a user adds: a folder of the working folder, and one beside the jar of Hermes. */
    public List<Path> libraries() {
        Path own;
        try {
            own = Path.of(Settings.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return Stream.of(folder.resolve("lib"), own.resolveSibling("lib"))
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .distinct()
                .toList();
    }

    /**
     * The value of {@code key}; empty if it is not set. <code>{{other.key}}</code>, <code>{{env:NAME}}</code> and a default
     * behind a colon stand for what they stand for in a route.
     */
    public String get(String key) {
        return resolve(properties.getProperty(key, "")).trim();
    }

    /** @throws IllegalArgumentException if the value is no whole number; the message says which key it is of */
    public int number(String key) {
        String value = get(key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "', but must be a whole number");
        }
    }

    private String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group(2);
            // What the environment says is taken as it is: a secret may hold braces.
            String value = found.group(1) != null ? environment.get(name) : property(name);
            String otherwise = found.group(3) == null ? "" : found.group(3);
            return Matcher.quoteReplacement(value == null ? otherwise : value);
        });
    }

    private String property(String name) {
        String value = properties.getProperty(name);
        return value == null ? null : resolve(value);
    }
}
