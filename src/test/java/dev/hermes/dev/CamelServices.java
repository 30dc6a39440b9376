package dev.hermes.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Names that Camel finds by files of its own in jars: of components, languages, data formats. */
public final class CamelServices {

    private static final String FOLDER = "META-INF/services/org/apache/camel/";

    private CamelServices() {}

    /** Those in the jars that these tests run with. */
    public static Set<String> onTheClassPath(String kind) {
        Set<String> names = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                names.addAll(in(Path.of(entry), kind));
            }
        }
        return names;
    }

    /** Those in one jar. */
    public static Set<String> in(Path jar, String kind) {
        String folder = FOLDER + kind + "/";
        try (JarFile file = new JarFile(jar.toFile());
                Stream<String> entries = file.stream().map(entry -> entry.getName())) {
            List<String> names = entries.filter(name -> name.startsWith(folder) && !name.endsWith("/"))
                    .map(name -> name.substring(folder.length()))
                    .toList();
            return new TreeSet<>(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
