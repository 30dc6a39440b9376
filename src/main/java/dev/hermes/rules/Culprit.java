package dev.hermes.rules;

import static dev.hermes.rules.YamlNodes.eachMapping;
import static dev.hermes.rules.YamlNodes.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds the line that a failure is about, by the words that it quotes: Camel names no more than the outermost step, and of
 * some failures no step at all.
 *
 * @param line from 1
 * @param step the innermost with an id around it; empty if there is none
 */
record Culprit(int line, String step) {

    /** Told to people: a word there is no setting. */
    private static final Pattern PROSE = Pattern.compile("^\\s*(- )?(description|note|id):.*");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\w.$-]+");
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]+)]");
    private static final int SHORTEST_WORD = 3;

    private record Block(String id, int from, int to) {

        boolean contains(int line) {
            return from <= line && line <= to;
        }
    }

    /**
     * Looks in the part of the file that begins in line {@code from}: a step, a route; the whole file if it is 0.
     *
     * @param all every file: a word that only one of their lines has is most likely the one that is meant
     * @param quotes what the failure quotes, the best first
     */
    static Optional<Culprit> find(RuleText text, List<RuleText> all, int from, List<String> quotes) {
        List<Block> blocks = blocks(text);
        List<String> lines = text.rules().lines().toList();
        Block part = blocks.stream()
                .filter(block -> from > 0 && (block.from == from || block.from == from + 1))
                .findFirst()
                .orElse(new Block("", 1, lines.size()));
        return quotes.stream()
                .filter(quote ->
                        all.stream().mapToInt(one -> lines(one, quote).size()).sum() == 1)
                .flatMap(quote -> line(text, part, quote).stream())
                .findFirst()
                .or(() -> quotes.stream()
                        .flatMap(quote -> line(text, part, quote).stream())
                        .findFirst())
                .map(line -> new Culprit(line, step(blocks, line)));
    }

    /** What a message may quote: what stands in brackets, then names before plain words, longer before shorter. */
    static List<String> words(String message) {
        List<String> bracketed = BRACKETED
                .matcher(message)
                .results()
                .map(found -> found.group(1))
                .toList();
        return Stream.of(bracketed.stream(), bracketed.stream().flatMap(Culprit::plain), plain(message))
                .flatMap(words -> words)
                .distinct()
                .toList();
    }

    private static Stream<String> plain(String message) {
        return BETWEEN_WORDS
                .splitAsStream(message)
                .map(word -> word.replaceAll("^[.$-]+|[.$-]+$", ""))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .sorted(Comparator.comparing((String word) -> word.chars().allMatch(Character::isLetter))
                        .thenComparing(word -> -word.length()));
    }

    /** The line of {@code part} that holds the quote, if one alone does. */
    private static Optional<Integer> line(RuleText text, Block part, String quote) {
        List<Integer> found = lines(text, quote).stream().filter(part::contains).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static List<Integer> lines(RuleText text, String quote) {
        if (!text.rules().contains(quote)) {
            return List.of();
        }
        Pattern whole = Pattern.compile("(?<![\\w-])" + Pattern.quote(quote) + "(?![\\w-])");
        List<String> lines = text.rules().lines().toList();
        return IntStream.rangeClosed(1, lines.size())
                .filter(line -> !PROSE.matcher(lines.get(line - 1)).matches())
                .filter(line -> whole.matcher(lines.get(line - 1)).find())
                .boxed()
                .toList();
    }

    private static String step(List<Block> blocks, int line) {
        return blocks.stream()
                .filter(block -> block.contains(line))
                .max(Comparator.comparingInt(Block::from))
                .map(Block::id)
                .orElse("");
    }

    private static List<Block> blocks(RuleText text) {
        List<Block> blocks = new ArrayList<>();
        eachMapping(text.root(), mapping -> text(mapping, "id").ifPresent(id -> blocks.add(block(id, mapping))));
        return blocks;
    }

    /** A block ends where the next token begins. */
    private static Block block(String id, Node mapping) {
        int from = YamlNodes.line(mapping);
        Optional<Mark> end = mapping.getEndMark();
        int to = end.map(mark -> mark.getColumn() == 0 || mark.getLine() + 1 > from ? mark.getLine() : from)
                .orElse(from);
        return new Block(id, from, Math.max(from, to));
    }
}
