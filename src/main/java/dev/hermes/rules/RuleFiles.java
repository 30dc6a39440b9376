package dev.hermes.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules as they were at one moment: every {@code *.camel.yaml} of a folder, hidden files and editors' backups excepted.
 *
 * @param place the folder as it is shown to people
 * @param files in the order of their names
 * @param ignored names in the folder that look like rules and are not read
 * @param digest equal for equal content
 */
public record RuleFiles(String place, List<RuleFile> files, List<String> ignored, String digest) {

    private static final String ENDING = ".camel.yaml";

    /** By name: to look for a pattern, the whole jar would be read, which takes longer than the rest of the start. */
    private static final List<String> OF_RELEASE = List.of(
            "notifications",
            "messages",
            "fan-out",
            "room-holders",
            "room-connections",
            "push",
            "api-gateway",
            "api-gateway-events",
            "resume",
            "connections",
            "forget",
            "errors",
            "gateway-errors",
            "table-errors");

    /**
     * Reads a folder; symbolic links are followed. A folder that is missing or holds no rules is an empty set of files.
     *
     * @throws UnreadableRules if a file cannot be read, or vanishes meanwhile
     */
    public static RuleFiles read(Path folder) throws UnreadableRules {
        String place = folder.toString();
        List<RuleFile> files = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (Path path : list(folder)) {
            String name = path.getFileName().toString();
            if (isRule(name) && !Files.isDirectory(path)) {
                files.add(new RuleFile(name, path.toString(), content(path)));
            } else if (looksLikeARule(name)) {
                ignored.add(name);
            }
        }
        return of(place, files, ignored);
    }

    /** The rules in {@code folder}, or, where there is no such folder, those of this release. */
    public static RuleFiles of(Path folder) throws IOException {
        return Files.isDirectory(folder) ? read(folder) : ofRelease();
    }

    private static RuleFiles ofRelease() throws IOException {
        List<RuleFile> files = new ArrayList<>();
        for (String name : OF_RELEASE) {
            try (InputStream content = RuleFiles.class.getResourceAsStream("/routes/" + name + ENDING)) {
                if (content == null) {
                    throw new IOException("The jar lacks routes/" + name + ENDING);
                }
                files.add(new RuleFile(name + ENDING, "routes/" + name + ENDING, content.readAllBytes()));
            }
        }
        return of("routes", files, List.of());
    }

    /** Whether a rule holds {@code name}, not as a part of a longer one. */
    public boolean mention(String name) {
        Pattern whole = Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])");
        return files.stream().anyMatch(file -> whole.matcher(new String(file.content(), UTF_8))
                .find());
    }

    private static List<Path> list(Path folder) throws UnreadableRules {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        } catch (IOException e) {
            throw new UnreadableRules(folder, e);
        } catch (UncheckedIOException e) {
            throw new UnreadableRules(folder, e.getCause());
        }
    }

    private static byte[] content(Path file) throws UnreadableRules {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UnreadableRules(file, e);
        }
    }

    private static RuleFiles of(String place, List<RuleFile> files, List<String> ignored) {
        return new RuleFiles(place, List.copyOf(files), List.copyOf(ignored), digest(files));
    }

    private static boolean isRule(String name) {
        return name.endsWith(ENDING) && !name.startsWith(".") && !name.startsWith("#");
    }

    private static boolean looksLikeARule(String name) {
        return name.contains(".yaml") || name.endsWith(".yml");
    }

    private static String digest(List<RuleFile> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (RuleFile file : files) {
                digest.update((file.name() + "\0" + file.content().length + "\0").getBytes(UTF_8));
                digest.update(file.content());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
