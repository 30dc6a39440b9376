package dev.hermes.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.graph.RuleGraph.Edge;
import dev.hermes.graph.RuleGraph.Kind;
import dev.hermes.graph.RuleGraph.Node;
import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A graph as Mermaid and as SVG. */
class DrawingTest {

    private static final Node IN = new Node(Kind.ENTRANCE, "notification");
    private static final Node FIRST = new Node(Kind.ROUTE, "notification");
    private static final Node SECOND = new Node(Kind.ROUTE, "fan-out");
    private static final Node OUT = new Node(Kind.OUTSIDE, "aws2-sqs:\"a\"<b>&c");

    private static final RuleGraph GRAPH = new RuleGraph(
            List.of(IN, FIRST, SECOND, OUT),
            List.of(
                    new Edge(IN, FIRST, "", true),
                    new Edge(FIRST, SECOND, "is-urgent", true),
                    new Edge(FIRST, OUT, "", false),
                    // In a circle.
                    new Edge(SECOND, FIRST, "again", true),
                    new Edge(SECOND, SECOND, "", true)));

    @Test
    void isAMermaidFlowchart() {
        assertThat(Mermaid.of(GRAPH)).isEqualTo("""
                flowchart LR
                  n1(["notification"])
                  n2["notification"]
                  n3["fan-out"]
                  n4[/"aws2-sqs:#quot;a#quot;<b>&c"/]
                  n1 --> n2
                  n2 -->|"is-urgent"| n3
                  n2 -.-> n4
                  n3 -->|"again"| n2
                  n3 --> n3
                """);
    }

    @Test
    void isAnSvgWithEveryLabelAndLine() throws Exception {
        Document svg = svg(GRAPH);

        assertThat(texts(svg))
                .containsExactlyInAnyOrder(
                        "notification", "notification", "fan-out", "aws2-sqs:\"a\"<b>&c", "is-urgent", "again");
        assertThat(boxes(svg)).hasSize(4);
        assertThat(elements(svg, "path").stream()
                        .filter(path -> path.hasAttribute("marker-end"))
                        .count())
                .isEqualTo(5);
    }

    @Test
    void putsNoBoxOnAnotherAndAllOnThePage() throws Exception {
        Document svg = svg(GRAPH);

        Element root = svg.getDocumentElement();
        Rectangle page = new Rectangle(
                0, 0, Integer.parseInt(root.getAttribute("width")), Integer.parseInt(root.getAttribute("height")));
        List<Rectangle> boxes = boxes(svg);
        assertThat(boxes).allSatisfy(box -> {
            assertThat(page.contains(box)).isTrue();
            assertThat(boxes).filteredOn(other -> other != box).noneMatch(box::intersects);
        });
    }

    @Test
    void putsWhatIsCalledToTheRightOfItsCaller() {
        List<List<Node>> columns = Layers.of(GRAPH);

        assertThat(columns.get(0)).containsExactly(IN);
        assertThat(columns.get(1)).containsExactly(FIRST);
        assertThat(columns.get(2)).containsExactlyInAnyOrder(SECOND, OUT);
    }

    private static Document svg(RuleGraph graph) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Svg.of(graph).getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Rectangle> boxes(Document svg) {
        return elements(svg, "rect").stream()
                .filter(box -> box.hasAttribute("x"))
                .map(box ->
                        new Rectangle(number(box, "x"), number(box, "y"), number(box, "width"), number(box, "height")))
                .toList();
    }

    private static int number(Element box, String name) {
        return Integer.parseInt(box.getAttribute(name));
    }

    private static List<String> texts(Document svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        List<Element> all = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            all.add((Element) found.item(at));
        }
        return all;
    }
}
