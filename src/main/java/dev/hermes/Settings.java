package dev.hermes;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What is configured: the defaults in the jar, over them {@code application.properties} of the working folder, over both
 * the environment, where {@code hermes.gateway.port} is {@code HERMES_GATEWAY_PORT}.
 */
public final class Settings {

    private static final String FILE = "application.properties";

    private final Path folder;
    private final Properties properties;
    private CamelContext resolver;

    private Settings(Path folder, Properties properties) {
        this.folder = folder;
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
        return new Settings(folder, properties);
    }

    /** The same, with {@code key} set to {@code value}. */
    public Settings with(String key, String value) {
        Properties changed = new Properties();
        changed.putAll(properties);
        changed.setProperty(key, value);
        return new Settings(folder, changed);
    }

    /** Every key, with placeholders as written. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** The folder of the routes that a user edits, if the working folder has one. */
    Path routes() {
        return folder.resolve("routes");
    }

    /** The value of {@code key}, its placeholders resolved as Camel does; empty if it is not set. */
    public String get(String key) {
        return resolver().resolvePropertyPlaceholders("{{" + key + ":}}").trim();
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

    private synchronized CamelContext resolver() {
        if (resolver == null) {
            resolver = new DefaultCamelContext();
            resolver.getPropertiesComponent().setInitialProperties(properties());
        }
        return resolver;
    }
}
