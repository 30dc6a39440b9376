package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.Validation;
import dev.hermes.graph.Mermaid;
import dev.hermes.graph.RuleGraph;
import dev.hermes.graph.Svg;
import dev.hermes.rules.RuleFiles;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws rules. */
@Command(
        name = "graph",
        description = "Draw a folder of rules: which call which, where they begin and what they send to.",
        mixinStandardHelpOptions = true)
public final class GraphCommand implements Callable<Integer> {

    /** How it is drawn. */
    enum Format {
        mermaid(Mermaid::of),
        svg(Svg::of);

        private final Function<RuleGraph, String> drawing;

        Format(Function<RuleGraph, String> drawing) {
            this.drawing = drawing;
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleFolder rules;

    @Option(
            names = "--format",
            defaultValue = "mermaid",
            paramLabel = "<format>",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Override
    public Integer call() throws Exception {
        Settings settings = RuleFolder.settings();
        RuleFiles files = rules.files(settings);
        try (Validation validation = new Validation(settings)) {
            spec.commandLine().getOut().print(format.drawing.apply(validation.graph(files)));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
