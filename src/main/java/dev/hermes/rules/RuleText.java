package dev.hermes.rules;

import static dev.hermes.rules.YamlNodes.entries;
import static dev.hermes.rules.YamlNodes.items;
import static dev.hermes.rules.YamlNodes.key;
import static dev.hermes.rules.YamlNodes.line;
import static dev.hermes.rules.YamlNodes.text;
import static dev.hermes.rules.YamlNodes.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The text of one file of rules, read as far as it takes to say where in it something stands.
 *
 * @param root the list of its entries
 */
record RuleText(RuleFile file, String content, Node root) {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /** One route or route configuration. */
    record Entry(RuleFile file, String kind, Node node, int line) {

        /** Empty if it has none. */
        String id() {
            return text(node, "id").orElse("");
        }
    }

    /** Reads the file, or adds to {@code findings} why it cannot be read. */
    static Optional<RuleText> of(RuleFile file, List<Finding> findings) {
        try {
            String text = decoded(file);
            Optional<Node> root = text.indexOf('\0') >= 0 ? notText(file, findings) : composed(file, text);
            if (root.isEmpty()) {
                return missing(file, text, findings);
            }
            if (!(root.get() instanceof SequenceNode)) {
                String first = entries(root.get()).stream()
                        .findFirst()
                        .map(YamlNodes::key)
                        .orElse("route");
                findings.add(Finding.error(
                        file.path(),
                        line(root.get()),
                        "",
                        "the file is no list, so nothing in it is used",
                        "write \"- " + first + ":\", with a dash, and indent what is below it"));
                return Optional.empty();
            }
            Optional<Node> endless = YamlNodes.holdingItself(root.get());
            if (endless.isPresent()) {
                findings.add(Finding.error(
                        file.path(),
                        line(endless.get()),
                        "",
                        "an alias stands for what it is a part of",
                        "write out what it is to stand for"));
                return Optional.empty();
            }
            return Optional.of(new RuleText(file, text, root.get()));
        } catch (CharacterCodingException e) {
            findings.add(Finding.error(file.path(), badLine(file), "", "is not UTF-8", "save it as UTF-8"));
        } catch (MarkedYamlEngineException e) {
            findings.add(Finding.error(
                    file.path(),
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
                    "",
                    "is not YAML: " + (e.getProblem() == null ? e.getMessage() : e.getProblem()),
                    ""));
        } catch (YamlEngineException e) {
            findings.add(Finding.error(file.path(), 0, "", "is not YAML: " + e.getMessage(), ""));
        }
        return Optional.empty();
    }

    /** The routes and route configurations, in the order of the file. */
    List<Entry> entriesOf(String kind) {
        return items(root).stream()
                .flatMap(item -> entries(item).stream())
                .filter(entry -> key(entry).equals(kind))
                .map(entry -> new Entry(file, kind, entry.getValueNode(), line(entry.getKeyNode())))
                .toList();
    }

    private static String decoded(RuleFile file) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(file.content()))
                .toString();
    }

    private static Optional<Node> composed(RuleFile file, String text) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file.path()).setUseMarks(true).build();
        return new Compose(settings).composeString(withoutMark(text));
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** UTF-16 reads as UTF-8 with a zero in each letter. */
    private static Optional<Node> notText(RuleFile file, List<Finding> findings) {
        findings.add(Finding.error(file.path(), 1, "", "is not UTF-8 (it looks like UTF-16)", "save it as UTF-8"));
        return Optional.empty();
    }

    /** A file of comments is a rule that somebody has put aside; an empty one is most likely half saved. */
    private static Optional<RuleText> missing(RuleFile file, String text, List<Finding> findings) {
        if (text.isBlank()) {
            findings.add(Finding.error(file.path(), 0, "", "is empty", "delete it, or write a route"));
        } else if (text.indexOf('\0') < 0) {
            findings.add(
                    Finding.warning(file.path(), 1, "", "holds nothing but comments", "delete it if it is not needed"));
        }
        return Optional.empty();
    }

    private static int badLine(RuleFile file) {
        ByteBuffer content = ByteBuffer.wrap(file.content());
        StandardCharsets.UTF_8.newDecoder().decode(content, CharBuffer.allocate(file.content().length), true);
        int line = 1;
        for (int i = 0; i < content.position(); i++) {
            line += file.content()[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /** Warns of a mark that some editors put in front, and that other tools stumble over. */
    void warnOfMark(List<Finding> findings) {
        if (!content.equals(withoutMark(content))) {
            findings.add(Finding.warning(
                    file.path(), 1, "", "begins with a byte order mark", "save it as UTF-8 without a BOM"));
        }
    }

    /** The text as Camel is to read it. */
    String rules() {
        return withoutMark(content);
    }

    /** What is wrong with the entries themselves, beyond what Camel says with its place. */
    void checkEntries(List<Finding> findings) {
        for (Node item : items(root)) {
            entries(item).forEach(entry -> {
                String kind = key(entry);
                Node node = entry.getValueNode();
                if (kind.equals("route") || kind.equals("routeConfiguration")) {
                    if (entries(node).isEmpty()) {
                        findings.add(Finding.error(
                                file.path(),
                                line(entry.getKeyNode()),
                                "",
                                "the " + kind + " is empty",
                                "indent what belongs to it"));
                    } else if (kind.equals("route") && value(node, "from").isEmpty()) {
                        findings.add(Finding.error(
                                file.path(),
                                line(entry.getKeyNode()),
                                text(node, "id").orElse(""),
                                "the route has no 'from'",
                                "say where it begins, for example from: uri: direct"));
                    }
                }
            });
        }
    }
}
