package dev.hermes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.CommentEvent;

/** One file of routes, as plain YAML: what its author wrote, before Camel makes anything of it. */
record RouteFile(Path path, String text, List<Map<String, Object>> entries) {

    private static final List<Path> FOLDERS = List.of(Path.of("routes"), Path.of("src/main/resources/edge"));

    static List<RouteFile> all() {
        return FOLDERS.stream().flatMap(RouteFile::in).toList();
    }

    private static Stream<RouteFile> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(RouteFile::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static RouteFile read(Path path) {
        try {
            String text = Files.readString(path);
            LoadSettings settings =
                    LoadSettings.builder().setLabel(path.toString()).build();
            return new RouteFile(path, text, (List<Map<String, Object>>) new Load(settings).loadFromString(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Map<String, Object>> routes() {
        return entriesOf("route");
    }

    List<Map<String, Object>> configurations() {
        return entriesOf("routeConfiguration");
    }

    List<String> comments() {
        LoadSettings settings = LoadSettings.builder().setParseComments(true).build();
        List<String> comments = new ArrayList<>();
        new Parse(settings).parseString(text).forEach(event -> {
            if (event instanceof CommentEvent comment && comment.getCommentType() != CommentType.BLANK_LINE) {
                comments.add(comment.getValue());
            }
        });
        return comments;
    }

    private List<Map<String, Object>> entriesOf(String kind) {
        return entries.stream()
                .filter(entry -> entry.containsKey(kind))
                .map(entry -> map(entry.get(kind)))
                .toList();
    }

    /** Every value found under {@code key}, at any depth. */
    static List<Object> valuesOf(String key, Object node) {
        List<Object> found = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals(key)) {
                    found.add(value);
                }
                found.addAll(valuesOf(key, value));
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> found.addAll(valuesOf(key, item)));
        }
        return found;
    }

    static List<Map<String, Object>> mapsOf(String key, Object node) {
        return valuesOf(key, node).stream()
                .filter(Map.class::isInstance)
                .map(RouteFile::map)
                .toList();
    }

    /** The elements of every list found under {@code key}, at any depth. */
    static List<Map<String, Object>> elementsOf(String key, Object node) {
        return valuesOf(key, node).stream()
                .filter(List.class::isInstance)
                .flatMap(list -> ((List<?>) list).stream())
                .map(RouteFile::map)
                .toList();
    }

    /** How many {@code steps} lists stand inside one another. */
    static int depth(Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToInt(entry -> depth(entry.getValue()) + (entry.getKey().equals("steps") ? 1 : 0))
                    .max()
                    .orElse(0);
        }
        return node instanceof List<?> list
                ? list.stream().mapToInt(RouteFile::depth).max().orElse(0)
                : 0;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
