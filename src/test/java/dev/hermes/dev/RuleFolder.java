package dev.hermes.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A folder of rules that a test changes as people and tools do.
 *
 * @param path may be a symbolic link
 */
public record RuleFolder(Path path) {

    private static final String ENDING = ".camel.yaml";

    /** Copies the rules of one folder into another, which is made. */
    public static RuleFolder copyOf(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(ENDING)).toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new RuleFolder(target);
    }

    public Path file(String name) {
        return path.resolve(name + ENDING);
    }

    public String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    public void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    public void edit(String name, UnaryOperator<String> change) throws IOException {
        write(name, change.apply(read(name)));
    }

    public void rename(String name, String other) throws IOException {
        Files.move(file(name), file(other));
    }

    public void copy(String name, String other) throws IOException {
        Files.copy(file(name), file(other));
    }

    public void delete(String name) throws IOException {
        Files.delete(file(name));
    }

    /** The names of the files, without their ending. */
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }
}
