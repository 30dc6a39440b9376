package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermes.dev.RuleFolder;
import dev.hermes.graph.Mermaid;
import dev.hermes.graph.RuleGraph;
import dev.hermes.graph.RuleGraph.Edge;
import dev.hermes.graph.RuleGraph.Kind;
import dev.hermes.graph.RuleGraph.Node;
import dev.hermes.rules.BrokenRules;
import dev.hermes.rules.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder of rules looks like as a graph. */
class GraphTest {

    private static final Node MINE = new Node(Kind.ROUTE, "mine");
    private static final Node OTHERS = new Node(Kind.OUTSIDE, "aws2-sqs:others");

    private static Validation validation;

    @TempDir
    private Path folder;

    private RuleFolder rules;

    @BeforeAll
    static void open() throws IOException {
        validation = new Validation(Settings.load(Path.of(""), Map.of()));
    }

    @AfterAll
    static void close() {
        validation.close();
    }

    @BeforeEach
    void copy() throws IOException {
        rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
    }

    @Test
    void isInTheDocumentationAsTheRoutesAre() throws Exception {
        assertThat(Files.readString(Path.of("docs/rules.md"))).contains("```mermaid\n" + Mermaid.of(graph()) + "```");
    }

    @Test
    void showsWhereARuleBeginsWhatItCallsAndByWhichBranch() throws Exception {
        rules.write("mine", """
                - route:
                    id: mine
                    from:
                      uri: timer
                      parameters:
                        timerName: ticks
                        period: 1000
                      steps:
                        - choice:
                            when:
                              - id: is-early
                                expression:
                                  simple:
                                    expression: "${body} == 1"
                                steps:
                                  - to:
                                      uri: direct
                                      parameters:
                                        name: fan-out
                              - expression:
                                  simple:
                                    expression: "${body} == 2"
                                steps:
                                  - to:
                                      uri: seda
                                      parameters:
                                        name: later
                        - circuitBreaker:
                            steps:
                              - to:
                                  uri: vertx-http
                                  parameters:
                                    httpUri: http://ada:pass@127.0.0.1:1/names?key=secret
                            onFallback:
                              id: without
                              steps:
                                - to:
                                    uri: aws2-sqs
                                    parameters:
                                      queueNameOrArn: others
                                      delaySeconds: 1
                - route:
                    id: later
                    from:
                      uri: seda
                      parameters:
                        name: later
                      steps:
                        - to:
                            uri: aws2-sqs
                            parameters:
                              queueNameOrArn: others
                """);

        RuleGraph graph = graph();

        assertThat(graph.edges())
                .contains(
                        new Edge(new Node(Kind.OUTSIDE, "timer:ticks"), MINE, "", true),
                        new Edge(MINE, new Node(Kind.ROUTE, "fan-out"), "is-early", true),
                        new Edge(MINE, new Node(Kind.ROUTE, "later"), "", false),
                        new Edge(MINE, OTHERS, "without", true),
                        new Edge(new Node(Kind.ROUTE, "later"), OTHERS, "", true));
        assertThat(graph.nodes()).doesNotHaveDuplicates().contains(OTHERS);
        assertThat(Mermaid.of(graph)).contains("vertx-http:").doesNotContain("pass", "secret");
    }

    @Test
    void saysWhatIsWrongWithRulesThatCannotRun() throws IOException {
        rules.edit("push", text -> text.replace("ref: handOver", "ref: handOvr"));

        assertThatThrownBy(this::graph).isInstanceOf(BrokenRules.class).hasMessageContaining("did you mean handOver?");
    }

    private RuleGraph graph() throws Exception {
        return validation.graph(RuleFiles.read(rules.path()));
    }
}
