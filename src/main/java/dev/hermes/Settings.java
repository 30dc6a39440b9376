package dev.hermes;

import dev.hermes.settings.Items;
import dev.hermes.settings.Key;
import dev.hermes.settings.Keys;
import dev.hermes.settings.OwnAddress;
import dev.hermes.settings.Placeholders;
import dev.hermes.settings.PropertiesFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is configured: the defaults in the jar, over them {@code application.properties} of the working folder, over both
 * the environment, where {@code hermes.gateway.port} is {@code HERMES_GATEWAY_PORT}.
 */
public final class Settings {

    private static final String FILE = "application.properties";
    private static final String NODE_ENDPOINT = "hermes.node.endpoint";
    private static final String DEFAULT = "default";

    private final Path folder;
    private final Map<String, String> environment;
    private final Set<String> ownKeys;
    private final Set<String> variables;
    private final Properties properties;

    private Settings(
            Path folder,
            Map<String, String> environment,
            Set<String> ownKeys,
            Set<String> variables,
            Properties properties) {
        this.folder = folder;
        this.environment = environment;
        this.ownKeys = ownKeys;
        this.variables = variables;
        this.properties = properties;
    }

    /**
     * The settings of a process that was started in {@code folder}.
     *
     * @throws IOException if the file there cannot be read
     */
    public static Settings load(Path folder, Map<String, String> environment) throws IOException {
        Properties properties = new Properties();
        try (InputStream defaults = Settings.class.getResourceAsStream("/" + FILE)) {
            properties.load(defaults);
        }
        Set<String> variables = new HashSet<>(new Placeholders(properties, environment).variables());
        String endpoint = properties.getProperty(NODE_ENDPOINT);
        Path file = folder.resolve(FILE);
        Properties own = Files.isRegularFile(file) ? PropertiesFile.read(file) : new Properties();
        properties.putAll(own);
        variables.addAll(new Placeholders(properties, environment).variables());
        for (String key : properties.stringPropertyNames()) {
            String variable = Key.variable(key);
            if (environment.containsKey(variable)) {
                // A secret may hold braces: a reference to the environment is taken as it is, a text would be resolved.
                properties.setProperty(
                        key, Keys.isSecret(key) ? "{{env:" + variable + ":}}" : environment.get(variable));
            }
        }
        if (properties.getProperty(NODE_ENDPOINT).isBlank()) {
            properties.setProperty(NODE_ENDPOINT, endpoint);
        }
        return new Settings(folder, environment, own.stringPropertyNames(), Set.copyOf(variables), properties)
                .withOwnAddress();
    }

    /** Others cannot reach a node at the address that means "all of mine", nor read an IPv6 address without brackets. */
    private Settings withOwnAddress() {
        try {
            String endpoint = get(NODE_ENDPOINT);
            String reachable = OwnAddress.in(endpoint, get("hermes.gateway.host"));
            return reachable.equals(endpoint) ? this : with(NODE_ENDPOINT, reachable);
        } catch (IllegalArgumentException placeholders) {
            // Named with all else that is wrong.
            return this;
        }
    }

    /** The same, with {@code key} set to {@code value}. */
    public Settings with(String key, String value) {
        Properties changed = new Properties();
        changed.putAll(properties);
        changed.setProperty(key, value);
        return new Settings(folder, environment, ownKeys, variables, changed);
    }

    /** Every key, with placeholders as written. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** What is wrong with them, one sentence each, without a secret. */
    public List<String> problems() {
        return new SettingsCheck(this).problems();
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Environment variables to which the file or the defaults refer. */
    Set<String> variables() {
        return variables;
    }

    /** Where the value of {@code key} comes from. */
    public String source(String key) {
        String variable = Key.variable(key);
        if (environment.containsKey(variable)) {
            return variable;
        }
        return placeholders().variable(properties.getProperty(key, "")).orElse(ownKeys.contains(key) ? FILE : DEFAULT);
    }

    /** The file that a user edits, whether or not the working folder has one. */
    public Path file() {
        return folder.resolve(FILE);
    }

    /**
     * The settings as they would be at a start now.
     *
     * @throws IOException if the file cannot be read
     */
    public Settings reread() throws IOException {
        return load(folder, environment);
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
     *
     * @throws IllegalArgumentException if it refers to itself
     */
    public String get(String key) {
        return placeholders().resolve(properties.getProperty(key, "")).trim();
    }

    /** The items of a value, which commas separate, each once. */
    public List<String> list(String key) {
        return Items.of(get(key)).distinct().toList();
    }

    Placeholders placeholders() {
        return new Placeholders(properties, environment);
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
}
