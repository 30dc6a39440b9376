package dev.hermes.dev;

import dev.hermes.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One folder of the cookbook, {@code examples/}. */
public record Example(Path folder) {

    private static final Path COOKBOOK = Path.of("examples");
    private static final Path RELEASE = Path.of("routes");

    public static List<Example> all() throws IOException {
        try (Stream<Path> folders = Files.list(COOKBOOK)) {
            return folders.filter(Files::isDirectory).sorted().map(Example::new).toList();
        }
    }

    public static Example named(String name) {
        return new Example(COOKBOOK.resolve(name));
    }

    /** Puts its rules over those of the release, in a folder that may be there. */
    public void copyTo(Path routes) throws IOException {
        Files.createDirectories(routes);
        copy(RELEASE, routes);
        copy(folder.resolve("routes"), routes);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    public Settings settings() throws IOException {
        return Settings.load(folder, Map.of());
    }

    public boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    public String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
