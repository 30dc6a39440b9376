package dev.hermes.component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
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
    /** The title of every jar of Camel's own begins so. */
    private static final String CAMEL = "Camel ::";

    private final int size;
    private final List<AddedComponent> components;
    /** Never closed: threads load classes until the process ends. */
    private final URLClassLoader loader;

    private Library(List<Path> jars) {
        this.size = jars.size();
        this.components = jars.stream().flatMap(jar -> components(jar).stream()).toList();
        URL[] urls = jars.stream().map(Library::url).toArray(URL[]::new);
        this.loader = new URLClassLoader("lib", urls, Library.class.getClassLoader());
    }

    /**
     * The jars in {@code folders}; a folder that is missing adds none.
     *
     * @throws UncheckedIOException if a folder cannot be read, or what is in it is no jar
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

    boolean has(String scheme) {
        return components.stream().anyMatch(component -> component.scheme().equals(scheme));
    }

    /** The components that the jars hold, jar by jar. */
    public List<AddedComponent> components() {
        return components;
    }

    /** How many jars there are. */
    public int size() {
        return size;
    }

    private static List<AddedComponent> components(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            String version = version(file);
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(SCHEMES) && !name.endsWith("/"))
                    .map(name -> new AddedComponent(name.substring(SCHEMES.length()), version, jar))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " cannot be read as a jar", e);
        }
    }

    private static String version(JarFile jar) throws IOException {
        Attributes about =
                jar.getManifest() == null ? new Attributes() : jar.getManifest().getMainAttributes();
        return String.valueOf(about.getValue(Attributes.Name.IMPLEMENTATION_TITLE))
                        .startsWith(CAMEL)
                ? about.getValue(Attributes.Name.IMPLEMENTATION_VERSION)
                : "";
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " has no URL", e);
        }
    }
}
