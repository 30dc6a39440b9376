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

    /** Makes a folder hold the rules of the release with its own put over them, and nothing else. */
    public void copyTo(Path routes) throws IOException {
        Files.createDirectories(routes);
        copy(RELEASE, routes);
        Path own = folder.resolve("routes");
        copy(own, routes);
        for (Path file : list(routes)) {
            Path name = file.getFileName();
            if (!Files.exists(RELEASE.resolve(name)) && !Files.exists(own.resolve(name))) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : list(from)) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
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
