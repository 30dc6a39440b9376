package dev.hermes.component;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The jars that a user adds in folders {@code lib}, read once, when the process starts.
 *
 * <p>A class that the jar of Hermes holds as well is taken from there. Safe for use by many threads.
 */
public final class Library {

    private static final String SCHEMES = "META-INF/services/org/apache/camel/component/";
    private static final String ORIGIN = "META-INF/services/org/apache/camel/component.properties";

    private final List<Path> jars;
    /** Never closed: threads load classes until the process ends. */
    private final URLClassLoader loader;

    private Library(List<Path> jars) {
        this.jars = jars;
        URL[] urls = jars.stream().map(Library::url).toArray(URL[]::new);
        this.loader = new URLClassLoader("lib", urls, Library.class.getClassLoader());
    }

    /**
     * The jars in {@code folders}; a folder that is missing adds none.
     *
     * @throws UncheckedIOException if a folder cannot be read
     */
    public static Library of(List<Path> folders) {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .forEach(jars::add);
                } catch (IOException e) {
                    throw new UncheckedIOException("The folder " + folder + " cannot be read", e);
                }
            }
        }
        return new Library(List.copyOf(jars));
    }

    /** Finds the classes of the jars, after those of Hermes. */
    ClassLoader loader() {
        return loader;
    }

    /** Whether one of the jars, and not that of Hermes alone, has the component. */
    boolean has(String scheme) {
        return loader.findResource(SCHEMES + scheme) != null;
    }

    /**
     * The components that the jars hold, jar by jar.
     *
     * @throws UncheckedIOException if a jar cannot be read
     */
    public List<AddedComponent> components() {
        return jars.stream().flatMap(jar -> components(jar).stream()).toList();
    }

    /** How many jars there are. */
    public int size() {
        return jars.size();
    }

    private static List<AddedComponent> components(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Properties origin = new Properties();
            ZipEntry entry = file.getEntry(ORIGIN);
            if (entry == null) {
                return List.of();
            }
            try (InputStream text = file.getInputStream(entry)) {
                origin.load(text);
            }
            return Arrays.stream(origin.getProperty("components", "").trim().split("\\s+"))
                    .filter(scheme -> !scheme.isEmpty())
                    .map(scheme -> new AddedComponent(scheme, origin.getProperty("version", ""), jar))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " cannot be read as a jar", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " has no URL", e);
        }
    }
}
