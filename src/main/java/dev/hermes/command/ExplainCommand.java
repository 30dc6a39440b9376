package dev.hermes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.hermes.Explanation;
import dev.hermes.Settings;
import dev.hermes.explain.Explained;
import dev.hermes.explain.SampleConnections;
import dev.hermes.rules.BrokenRules;
import dev.hermes.rules.Finding;
import dev.hermes.rules.RuleFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints which steps a notification takes through the rules, and who would get which frame. */
@Command(
        name = "explain",
        description =
                "Take a notification through a folder of rules without sending anything: which steps run, who gets "
                        + "which frame, and what other systems would be asked.",
        footer = {"", "Exit codes: 0 explained, 1 the rules cannot run, 2 wrong usage."},
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--message",
            required = true,
            paramLabel = "<file>",
            description = "The body of a message in the queue, as JSON.")
    private Path message;

    @Option(
            names = "--connections",
            paramLabel = "<file>",
            description = {
                "Who is connected: a JSON array of {\"connection_id\",\"room_id\",\"user_id\"}; \"node\" names another node that"
                        + " holds the connection, \"endpoint\" an API Gateway; \"attributes\" are those of its token.",
                "Default: in every room the sender, and one other user."
            })
    private Path connections;

    @Option(
            names = "--json",
            description = "Print one JSON object with steps, frames, who is left out, requests and outcome.")
    private boolean json;

    @Mixin
    private RuleFolder rules;

    @Override
    public Integer call() throws Exception {
        Settings settings = RuleFolder.settings();
        RuleFiles files = rules.files(settings);
        SampleConnections sample =
                connections == null ? SampleConnections.ofAnyRoom() : SampleConnections.read(connections);
        String body = Files.readString(message);
        PrintWriter out = spec.commandLine().getOut();
        try (Explanation explanation = new Explanation(settings)) {
            Explained explained = explanation.explain(files, body, sample);
            out.print(
                    json
                            ? new ObjectMapper()
                                            .enable(SerializationFeature.INDENT_OUTPUT)
                                            .writeValueAsString(explained)
                                    + System.lineSeparator()
                            : explained.text());
            out.flush();
            return 0;
        } catch (BrokenRules e) {
            e.findings().stream()
                    .filter(Finding::isError)
                    .forEach(error -> spec.commandLine().getErr().println("error: " + error));
            return 1;
        }
    }
}
