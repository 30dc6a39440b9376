package dev.hermes.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A seeded series of changes of a folder of rules, as people, editors and Kubernetes make them.
 *
 * <p>Each change either makes a good set, whose {@code push} says its version in front of every frame, or breaks the last
 * good one.
 */
public final class RuleChanges {

    private static final String ENDING = ".camel.yaml";

    /**
     * What was done.
     *
     * @param good whether it can be taken up
     * @param version that runs from now on, or still
     */
    public record Change(String what, boolean good, int version) {}

    private record Breakage(String what, Consumer<Map<String, byte[]>> make) {}

    private final Random random;
    private final Path folder;
    private final Path beside;
    private final Map<String, byte[]> good = new TreeMap<>();
    private int version;
    private int count;

    /** @param folder holds the rules to begin with, as version 0 */
    public RuleChanges(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.random = new Random(seed);
        this.beside = Files.createDirectories(folder.resolveSibling("beside"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                good.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
    }

    public Change next() throws IOException {
        count++;
        return random.nextInt(10) < 6 ? improve() : damage();
    }

    private Change improve() throws IOException {
        version++;
        String push = good.keySet().stream()
                .filter(name -> name.startsWith("push"))
                .findFirst()
                .orElseThrow();
        String text = text(good.remove(push))
                .replaceFirst(
                        "expression: \"(v\\d+ )?\\$\\{variable.notification.frame}\"",
                        "expression: \"v" + version + " \\${variable.notification.frame}\"");
        String kind =
                switch (random.nextInt(4)) {
                    case 0 -> {
                        push = "push-" + version + ENDING;
                        yield "a rename";
                    }
                    case 1 -> {
                        good.put("extra-" + version + ENDING, bytes(extra(version)));
                        yield "a new file";
                    }
                    case 2 -> {
                        good.keySet().removeIf(name -> name.startsWith("extra"));
                        yield "extra files deleted";
                    }
                    default -> "an edit";
                };
        good.put(push, bytes(text));
        return new Change(kind + " by " + write(good), true, version);
    }

    private Change damage() throws IOException {
        List<Breakage> all = breakages();
        Breakage breakage = all.get(random.nextInt(all.size()));
        Map<String, byte[]> broken = new TreeMap<>(good);
        breakage.make.accept(broken);
        return new Change(breakage.what + " by " + write(broken), false, version);
    }

    private List<Breakage> breakages() {
        return List.of(
                new Breakage("a file half written", files -> edit(files, "fan-out", "uri: direct", "uri: direct\0")),
                new Breakage("a copy", files -> files.put("copy" + ENDING, files.get("fan-out" + ENDING))),
                new Breakage("an unknown step", files -> edit(files, "fan-out", "- choice:", "- choise:")),
                new Breakage("an unknown bean", files -> edit(files, "fan-out", "ref: findNodes", "ref: findNodez")),
                new Breakage("an unknown component", files -> edit(files, "fan-out", "uri: direct", "uri: dirrect")),
                new Breakage(
                        "a target that nobody consumes",
                        files -> edit(files, "messages", "name: fan-out", "name: fanout")),
                new Breakage("an unknown exception", files -> edit(files, "errors", "ConnectionGone", "ConnectionGon")),
                new Breakage(
                        "an unknown configuration",
                        files -> edit(files, "connections", "access-denied", "access-granted")),
                new Breakage(
                        "a delay that is no time",
                        files -> edit(files, "table-errors", "redeliveryDelay: \"250\"", "redeliveryDelay: soon")),
                new Breakage("no dash", files -> edit(files, "notifications", "- route:", "  route:")),
                new Breakage(
                        "an unknown key of the settings",
                        files -> edit(
                                files, "room-connections", "hermes.connections.table", "hermes.connections.tabel")),
                new Breakage("a file missing", files -> files.remove("messages" + ENDING)),
                new Breakage("an empty file", files -> files.put("fan-out" + ENDING, new byte[0])),
                new Breakage(
                        "UTF-16",
                        files -> files.put(
                                "forget" + ENDING,
                                text(files.get("forget" + ENDING)).getBytes(StandardCharsets.UTF_16))),
                new Breakage("no file at all", Map::clear));
    }

    private static String extra(int version) {
        return "- route:\n    id: extra-" + version
                + "\n    from:\n      uri: direct\n      parameters:\n        name: extra-" + version
                + "\n      steps:\n        - stop: {}\n";
    }

    private static void edit(Map<String, byte[]> files, String name, String text, String other) {
        String before = text(files.get(name + ENDING));
        if (!before.contains(text)) {
            throw new AssertionError(text + " is not in " + name);
        }
        files.put(
                name + ENDING,
                bytes(
                        other.contains("\0")
                                ? before.substring(0, before.indexOf(text) + other.indexOf("\0"))
                                : before.replace(text, other)));
    }

    // --- ways to write ---

    private String write(Map<String, byte[]> files) throws IOException {
        return switch (random.nextInt(4)) {
            case 0 -> {
                swapFolder(files);
                yield "another folder";
            }
            case 1 -> {
                swapLink(files);
                yield "another link";
            }
            case 2 -> {
                swapData(files);
                yield "a ConfigMap";
            }
            default -> {
                inPlace(files);
                yield "an editor";
            }
        };
    }

    /** File by file, each in two halves, with what editors leave beside it. */
    private void inPlace(Map<String, byte[]> files) throws IOException {
        if (Files.exists(folder.resolve("..data"))) {
            swapFolder(files);
            return;
        }
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                if (!files.containsKey(path.getFileName().toString())) {
                    Files.delete(path);
                }
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            byte[] content = file.getValue();
            if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), content)) {
                Files.writeString(folder.resolve(".#" + file.getKey()), "user@host");
                Files.writeString(folder.resolve(file.getKey() + "~"), "the one before");
                Files.write(path, Arrays.copyOf(content, content.length / 2));
                Files.write(path, content);
            }
        }
    }

    private void swapFolder(Map<String, byte[]> files) throws IOException {
        Path next = fill(beside.resolve("folder-" + count), files);
        Files.move(folder, beside.resolve("left-" + count));
        Files.move(next, folder);
    }

    private void swapLink(Map<String, byte[]> files) throws IOException {
        Path next = fill(beside.resolve("linked-" + count), files);
        Path link = Files.createSymbolicLink(beside.resolve("link-" + count), next.toAbsolutePath());
        if (!Files.isSymbolicLink(folder)) {
            Files.move(folder, beside.resolve("left-" + count));
        }
        Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As a volume of a ConfigMap: links to links, of which one is moved. */
    private void swapData(Map<String, byte[]> files) throws IOException {
        Path mount = folder;
        boolean mounted = Files.exists(folder.resolve("..data"));
        if (!mounted) {
            mount = Files.createDirectory(beside.resolve("mount-" + count));
        }
        fill(mount.resolve("..version-" + count), files);
        Path data = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..version-" + count));
        Files.move(data, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (String name : files.keySet()) {
            if (!Files.isSymbolicLink(mount.resolve(name))) {
                Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
            }
        }
        try (Stream<Path> paths = Files.list(mount)) {
            for (Path path : paths.toList()) {
                String name = path.getFileName().toString();
                if (!name.startsWith("..") && !files.containsKey(name)) {
                    Files.delete(path);
                }
            }
        }
        if (!mounted) {
            Files.move(folder, beside.resolve("left-" + count));
            Files.move(mount, folder);
        }
    }

    private static Path fill(Path target, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(target);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(target.resolve(file.getKey()), file.getValue());
        }
        return target;
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
