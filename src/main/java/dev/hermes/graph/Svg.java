package dev.hermes.graph;

import dev.hermes.graph.RuleGraph.Edge;
import dev.hermes.graph.RuleGraph.Kind;
import dev.hermes.graph.RuleGraph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a graph as an SVG of its own size, readable on light and dark pages. Lengths are in pixels. */
public final class Svg {

    private static final int HEIGHT = 30;
    private static final int BETWEEN_ROWS = 26;
    private static final int BETWEEN_COLUMNS = 150;
    private static final int MARGIN = 20;
    private static final int PADDING = 24;
    /** Of a letter of the font below, a little more than on average. */
    private static final double LETTER = 7.3;

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="sans-serif" font-size="13">
            <defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#666"/></marker></defs>
            <rect width="100%%" height="100%%" fill="#fff"/>
            """;

    private record Box(int x, int y, int width) {

        int right() {
            return x + width;
        }

        int middle() {
            return y + HEIGHT / 2;
        }
    }

    private final RuleGraph graph;
    private final Map<Node, Box> boxes = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int width;
    private int height;

    private Svg(RuleGraph graph) {
        this.graph = graph;
    }

    /** Ends with a line break. */
    public static String of(RuleGraph graph) {
        Svg svg = new Svg(graph);
        svg.place(Layers.of(graph));
        svg.text.append(HEAD.formatted(svg.width, svg.height));
        graph.edges().forEach(svg::draw);
        graph.nodes().forEach(svg::draw);
        return svg.text.append("</svg>\n").toString();
    }

    private void place(List<List<Node>> columns) {
        int rows = columns.stream().mapToInt(List::size).max().orElse(0);
        height = 2 * MARGIN + rows * (HEIGHT + BETWEEN_ROWS) - BETWEEN_ROWS;
        int x = MARGIN;
        for (List<Node> column : columns) {
            int widest = column.stream().mapToInt(Svg::width).max().orElse(0);
            int step = (height - 2 * MARGIN + BETWEEN_ROWS) / column.size();
            int y = MARGIN + (step - HEIGHT - BETWEEN_ROWS) / 2;
            for (Node node : column) {
                boxes.put(node, new Box(x, y, width(node)));
                y += step;
            }
            x += widest + BETWEEN_COLUMNS;
        }
        width = x - BETWEEN_COLUMNS + MARGIN;
    }

    private static int width(Node node) {
        return (int) (node.label().length() * LETTER) + PADDING;
    }

    private void draw(Edge edge) {
        Box from = boxes.get(edge.from());
        Box to = boxes.get(edge.to());
        int bend = Math.max(40, (to.x() - from.right()) / 2);
        add(
                "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"#666\"%s marker-end=\"url(#end)\"/>",
                from.right(),
                from.middle(),
                from.right() + bend,
                from.middle(),
                to.x() - bend,
                to.middle(),
                to.x(),
                to.middle(),
                edge.waits() ? "" : " stroke-dasharray=\"4 3\"");
        if (!edge.label().isEmpty()) {
            // Near the box that it leads to, where lines from one box have parted.
            int x = (from.right() + 2 * to.x()) / 3;
            int y = (from.middle() + 4 * to.middle()) / 5 - 5;
            add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"11\" fill=\"#444\" stroke=\"#fff\""
                            + " stroke-width=\"3\" paint-order=\"stroke\">%s</text>",
                    x, y, escaped(edge.label()));
        }
    }

    private void draw(Node node) {
        Box box = boxes.get(node);
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"#333\"%s/>",
                box.x(),
                box.y(),
                box.width(),
                HEIGHT,
                node.kind() == Kind.ENTRANCE ? HEIGHT / 2 : 3,
                switch (node.kind()) {
                    case ENTRANCE -> "#d8f0dc";
                    case ROUTE -> "#e3ecfa";
                    case OUTSIDE -> "#fbeed3";
                },
                node.kind() == Kind.OUTSIDE ? " stroke-dasharray=\"6 3\"" : "");
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#111\">%s</text>",
                box.x() + box.width() / 2, box.middle() + 5, escaped(node.label()));
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
