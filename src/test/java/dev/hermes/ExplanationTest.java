package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.RuleFolder;
import dev.hermes.explain.Explained;
import dev.hermes.explain.Explained.Frame;
import dev.hermes.explain.LeftOut;
import dev.hermes.explain.SampleConnections;
import dev.hermes.rules.RuleFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code hermes explain}, as somebody who tries a rule sees it. */
class ExplanationTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path message;
    private RuleFolder rules;

    @BeforeEach
    void copyRules() throws IOException {
        rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        message = write("message.json", "{\"user_id\":\"ada\",\"room_id\":\"lobby\",\"data\":\"Hello\"}");
    }

    @Test
    void tellsWhoGetsWhichFrameAtWhichGateway() throws Exception {
        Path connections = write("rows.json", """
                [{"connection_id":"c-1","room_id":"lobby","user_id":"ada"},
                 {"connection_id":"c-2","room_id":"lobby","user_id":"bob","endpoint":"https://api.example/live"},
                 {"connection_id":"c-3","room_id":"lobby","user_id":"eve","node":"http://10.0.0.2:8080/dev"},
                 {"connection_id":"c-4","room_id":"hall","user_id":"eve"}]""");

        JsonNode explained = json("--connections", connections.toString());

        assertThat(explained.get("frames")).hasSize(3).allSatisfy(frame -> assertThat(
                        frame.get("frame").asText())
                .isEqualTo("{\"user_id\":\"ada\",\"data\":\"Hello\"}"));
        assertThat(explained.get("frames").findValuesAsText("connection")).containsExactly("c-1", "c-3", "c-2");
        assertThat(explained.get("frames").findValuesAsText("gateway"))
                .containsExactly("this node", "http://10.0.0.2:8080/dev", "https://api.example/live");
        assertThat(explained.get("outcome").asText()).isEqualTo("the message is deleted from the queue");
    }

    @Test
    void tellsWhoIsLeftOutAndWhy() throws Exception {
        Path connections = write("rows.json", """
                [{"connection_id":"c-1","room_id":"lobby","user_id":"ada","attributes":{"role":"staff","level":1}},
                 {"connection_id":"c-2","room_id":"lobby","user_id":"bob","endpoint":"https://api.example/live",
                  "attributes":{"role":["guest","staff"],"device":"tv"}},
                 {"connection_id":"c-3","room_id":"lobby","user_id":"eve","node":"http://10.0.0.2:8080/dev"},
                 {"connection_id":"c-4","room_id":"lobby","user_id":"ops","attributes":{"role":"staff"}},
                 {"connection_id":"c-5","room_id":"hall","user_id":"eve"}]""");
        addStep(variable("where(${variable.notification}, 'role', 'staff')"));
        addStep(variable("exceptWhere(${variable.notification}, 'device', 'tv')"));
        addStep(variable("except(${variable.notification}, 'ops')"));
        Settings settings = Settings.load(folder, Map.of()).with("hermes.access.attributes", "role, device");

        try (Explanation explanation = new Explanation(settings)) {
            Explained explained = explanation.explain(
                    RuleFiles.read(rules.path()), Files.readString(message), SampleConnections.read(connections));

            assertThat(explained.frames()).extracting(Frame::connection).containsExactly("c-1");
            assertThat(explained.leftOut()).extracting(LeftOut::connection).containsExactly("c-2", "c-3", "c-4");
            assertThat(explained.leftOut())
                    .extracting(LeftOut::by)
                    .containsExactly("exceptWhere device is tv", "where role is staff", "except");
            assertThat(explained.text())
                    .contains(
                            "\nLeft out\n  bob in lobby, c-2 at https://api.example/live: by exceptWhere device is tv\n");
        }
    }

    @Test
    void refusesAttributesThatAreNone() throws Exception {
        Path connections = write(
                "rows.json",
                "[{\"connection_id\":\"c-1\",\"room_id\":\"lobby\",\"user_id\":\"ada\",\"attributes\":{\"role\":{}}}]");

        assertThat(explain("--connections", connections.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("attributes are texts, or arrays of texts");
    }

    @Test
    void tellsWhichStepsRanInWhichBranchAndWhereTheyStand() throws Exception {
        JsonNode steps = json().get("steps");

        JsonNode first = steps.get(0);
        assertThat(first.get("id").asText()).isEqualTo("deliver");
        assertThat(first.get("route").asText()).isEqualTo("notification");
        assertThat(first.get("file").asText()).isEqualTo("notifications.camel.yaml");
        assertThat(first.get("line").asInt()).isEqualTo(15);
        assertThat(steps).anySatisfy(step -> {
            assertThat(step.get("id").asText()).isEqualTo("push-here");
            assertThat(step.get("outcome").asText()).isEqualTo("branch somebody-is-here");
        });
        assertThat(steps.findValuesAsText("id")).doesNotContain("api-gateway", "node");
    }

    @Test
    void asksNoOtherSystemAndSaysWhichItWouldAsk() throws Exception {
        addStep("""
                        - to:
                            id: also-elsewhere
                            uri: aws2-sqs
                            parameters:
                              queueNameOrArn: elsewhere
                """);

        JsonNode requests = json().get("requests");

        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request.get("to").asText()).isEqualTo("aws2-sqs:elsewhere"));
    }

    @Test
    void tellsWhoGetsABroadcast() throws Exception {
        Path connections = write("rows.json", """
                [{"connection_id":"c-1","room_id":"lobby","user_id":"ada"},
                 {"connection_id":"c-2","room_id":"hall","user_id":"bob"},
                 {"connection_id":"c-3","room_id":"hall","user_id":"eve","node":"http://10.0.0.2:8080/dev"}]""");
        rules.edit(
                "push",
                text -> text.replace(
                        "path: \"{{hermes.gateway.stage}}\"",
                        "path: \"{{hermes.gateway.stage}}\"\n                        sendToAll: \"true\""));

        JsonNode frames = json("--connections", connections.toString()).get("frames");

        assertThat(frames.findValuesAsText("connection")).contains("c-1", "c-2");
    }

    @Test
    void waitsForNothing() throws Exception {
        addStep("""
                        - delay:
                            id: a-day
                            expression:
                              constant:
                                expression: "86400000"
                """);

        assertThat(json().get("steps")).anySatisfy(step -> {
            assertThat(step.get("id").asText()).isEqualTo("a-day");
            assertThat(step.get("outcome").asText()).isEqualTo("not waited for");
        });
    }

    @Test
    void saysWhatBecomesOfAMessageThatCannotBeDelivered() throws Exception {
        Files.writeString(message, "{\"room_id\":null}");
        assertThat(json().get("outcome").asText())
                .isEqualTo("the message moves to the dead-letter queue at once: 'room_id' must be a string or a number,"
                        + " not null");
    }

    @Test
    void saysWhatBecomesOfAMessageThatARuleCannotHandle() throws Exception {
        addStep(variable("inRoom(${variable.notification}, ${variable.notification.value('/room')})"));

        assertThat(json().get("outcome").asText())
                .isEqualTo("the message moves to the dead-letter queue at once: A rule names a room that is neither a"
                        + " string nor a number");
    }

    @Test
    void saysWhatARuleFailsFor() throws Exception {
        addStep("""
                        - setVariable:
                            id: something-else
                            name: notification
                            expression:
                              constant:
                                expression: "text"
                """);

        assertThat(json().get("outcome").asText())
                .startsWith("the rules fail (The variable 'notification' holds no notification)");
    }

    @Test
    void namesTheErrorsOfRulesThatCannotRun() throws Exception {
        rules.edit("push", text -> text.replace("ref: handOver", "ref: handOvr"));

        int exit = explain();

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("push.camel.yaml:58").contains("did you mean handOver?");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesConnectionsThatAreNone() throws Exception {
        Path connections = write("rows.json", "[{\"connection_id\":\"c-1\"}]");

        assertThat(explain("--connections", connections.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("each row needs room_id");
    }

    @Test
    void readsAsText() throws Exception {
        explain();

        assertThat(out.toString())
                .startsWith("Steps\n  deliver: to[direct:fan-out]  (notifications.camel.yaml:15)\n")
                .contains("\nFrames\n  ada in lobby, connection-of-ada at this node: {\"user_id\":\"ada\",")
                .endsWith("\nOutcome\n  the message is deleted from the queue\n");
    }

    private static String variable(String method) {
        return """
                        - setVariable:
                            id: NAME
                            name: notification
                            expression:
                              method:
                                ref: notificationRules
                                method: METHOD
                """.replace("METHOD", method).replace("NAME", method.substring(0, method.indexOf('(')));
    }

    /** Before the step that delivers. */
    private void addStep(String step) throws IOException {
        rules.edit(
                "notifications",
                text -> text.replace(
                        "        - to:\n            id: deliver",
                        step.indent(0) + "        - to:\n            id: deliver"));
    }

    private JsonNode json(String... more) throws Exception {
        String[] all = new String[more.length + 1];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "--json";
        int exit = explain(all);
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private int explain(String... more) {
        CommandLine hermes = Hermes.commandLine();
        hermes.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] arguments = new String[more.length + 4];
        arguments[0] = "explain";
        arguments[1] = "--message";
        arguments[2] = message.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        arguments[arguments.length - 1] = rules.path().toString();
        return hermes.execute(arguments);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
