package dev.hermes.dev;

import java.io.IOException;
import java.nio.charset.Charset;
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
 * <p>Each change either makes a good set, or breaks the last good one. Of a good set, {@code push} says its version in front
 * of every frame; some have an error route that refuses clients with a status of their own.
 */
public final class RuleChanges {

    private static final String ENDING = ".camel.yaml";
    /** Stands for a link whose target does not exist. */
    private static final byte[] NOWHERE = {};

    private static final int UNAUTHORIZED = 401;

    /**
     * What was done.
     *
     * @param good whether it can be taken up
     * @param version that runs from now on, or still
     * @param refusal the status that a client without a token gets
     */
    public record Change(String what, boolean good, int version, int refusal) {}

    private record Breakage(String what, Consumer<Map<String, byte[]>> make) {}

    private final Random random;
    private final Path folder;
    private final Path beside;
    private final Map<String, byte[]> good = new TreeMap<>();
    private final String errors;
    private int version;
    private int refusal = UNAUTHORIZED;
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
        this.errors = text(good.get("errors" + ENDING));
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
                switch (random.nextInt(9)) {
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
                    case 3 -> {
                        refuseWith("- routeConfiguration:");
                        push = "push-" + version + ENDING;
                        yield "a rename and an edit of an error route";
                    }
                    case 4 -> {
                        refuseWith("- \"routeConfiguration\":");
                        yield "a quoted error route";
                    }
                    case 5 -> {
                        refuseWith("- routeConfiguration:");
                        edit(good, "errors", "(?m)^", "    ");
                        yield "an indented error route";
                    }
                    case 6 -> {
                        good.put("extra" + ENDING, bytes("# - route:\n#     id: aside\n"));
                        yield "a file of comments";
                    }
                    case 7 -> {
                        text = text.replaceAll("\r?\n", "\r\n");
                        yield "line ends of another system";
                    }
                    default -> "an edit";
                };
        good.put(push, bytes(text));
        return new Change(kind + " by " + write(good), true, version, refusal);
    }

    /** @param entry how a configuration begins */
    private void refuseWith(String entry) {
        refusal = 420 + version % 60;
        good.put(
                "errors" + ENDING,
                bytes(errors.replace("- routeConfiguration:", entry)
                        .replace("${exception.status}", Integer.toString(refusal))));
    }

    private Change damage() throws IOException {
        List<Breakage> all = breakages();
        Breakage breakage = all.get(random.nextInt(all.size()));
        Map<String, byte[]> broken = new TreeMap<>(good);
        breakage.make.accept(broken);
        return new Change(breakage.what + " by " + write(broken), false, version, refusal);
    }

    private List<Breakage> breakages() {
        return List.of(
                new Breakage("a file half written", files -> cut(files, "fan-out", "uri: direct")),
                new Breakage("a file cut within a word", files -> cut(files, "messages", "parame")),
                new Breakage("an empty file", files -> files.put("fan-out" + ENDING, new byte[0])),
                new Breakage("no file at all", Map::clear),
                new Breakage("a file missing", files -> files.remove("messages" + ENDING)),
                new Breakage("a link to nothing", files -> files.put("linked" + ENDING, NOWHERE)),
                new Breakage("UTF-16", files -> encode(files, "forget", StandardCharsets.UTF_16)),
                new Breakage("Latin-1", files -> {
                    edit(files, "forget", "description: ", "description: Oubli\u00e9. ");
                    encode(files, "forget", StandardCharsets.ISO_8859_1);
                }),
                new Breakage("a tab", files -> edit(files, "notifications", "      steps:", "\tsteps:")),
                new Breakage("no dash", files -> edit(files, "notifications", "- route:", "  route:")),
                new Breakage("a copy", files -> files.put("copy" + ENDING, files.get("fan-out" + ENDING))),
                new Breakage("a copy with a step that cannot be made", files -> {
                    files.put("copy" + ENDING, files.get("fan-out" + ENDING));
                    edit(files, "copy", "ref: findNodes", "ref: findNodez");
                }),
                new Breakage("an unknown step", files -> edit(files, "fan-out", "- choice:", "- choise:")),
                new Breakage("an unknown bean", files -> edit(files, "fan-out", "ref: findNodes", "ref: findNodez")),
                new Breakage(
                        "an unknown method", files -> edit(files, "connections", "method: arrived", "method: arrive")),
                new Breakage("an unknown component", files -> edit(files, "fan-out", "uri: direct", "uri: dirrect")),
                new Breakage(
                        "an unknown option",
                        files -> edit(files, "room-connections", "( +)operation: Query", "$0\n$1speed: 7")),
                new Breakage(
                        "a wrong value of an option",
                        files -> edit(files, "room-connections", "operation: Query", "operation: Qwery")),
                new Breakage(
                        "an unknown key of the settings",
                        files -> edit(
                                files, "room-connections", "hermes.connections.table", "hermes.connections.tabel")),
                new Breakage(
                        "an expression that does not end",
                        files -> edit(files, "fan-out", "recipients} != null", "recipients != null")),
                new Breakage(
                        "a step id that is taken", files -> edit(files, "fan-out", "id: find-others", "id: find-here")),
                new Breakage(
                        "a route without a beginning",
                        files -> edit(files, "notifications", "    from:", "    input:")),
                new Breakage(
                        "a name consumed twice",
                        files -> files.put("twice" + ENDING, bytes(extra(0).replace("name: extra-0", "name: push")))),
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
                new Breakage("mistakes in two files", files -> {
                    edit(files, "fan-out", "ref: findNodes", "ref: findNodez");
                    edit(files, "connections", "ref: remember", "ref: remembr");
                }));
    }

    private static String extra(int version) {
        return "- route:\n    id: extra-" + version
                + "\n    from:\n      uri: direct\n      parameters:\n        name: extra-" + version
                + "\n      steps:\n        - stop: {}\n";
    }

    /** @param text a regular expression */
    private static void edit(Map<String, byte[]> files, String name, String text, String other) {
        String before = text(files.get(name + ENDING));
        String after = before.replaceAll(text, other);
        if (after.equals(before)) {
            throw new AssertionError(text + " is not in " + name);
        }
        files.put(name + ENDING, bytes(after));
    }

    private static void cut(Map<String, byte[]> files, String name, String after) {
        String before = text(files.get(name + ENDING));
        files.put(name + ENDING, bytes(before.substring(0, before.indexOf(after) + after.length())));
    }

    private static void encode(Map<String, byte[]> files, String name, Charset charset) {
        files.put(name + ENDING, text(files.get(name + ENDING)).getBytes(charset));
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
            if (content == NOWHERE) {
                put(path, content);
            } else if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), content)) {
                leaveDroppings(file.getKey());
                Files.write(path, Arrays.copyOf(content, content.length / 2));
                Files.write(path, content);
            }
        }
    }

    /** What Emacs, a Mac and other editors leave beside a file. */
    private void leaveDroppings(String name) throws IOException {
        Path lock = folder.resolve(".#" + name);
        Files.deleteIfExists(lock);
        Files.createSymbolicLink(lock, Path.of("user@host.4711"));
        Files.write(folder.resolve("._" + name), new byte[] {0, 5, 22, 7});
        Files.writeString(folder.resolve(name + "~"), "the one before");
    }

    private static void put(Path path, byte[] content) throws IOException {
        if (content == NOWHERE) {
            Files.createSymbolicLink(path, Path.of("nowhere"));
        } else {
            Files.write(path, content);
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
            put(target.resolve(file.getKey()), file.getValue());
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
