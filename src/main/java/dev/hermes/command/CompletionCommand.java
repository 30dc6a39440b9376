package dev.hermes.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Print a script that lets a shell complete the subcommands and options of the command hermes.",
        footer = {
            "",
            "In ~/.bashrc, or with zsh for bash in ~/.zshrc:",
            "  hermes() { java -jar /path/to/hermes.jar \"$@\"; }",
            "  source <(hermes completion bash)"
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {

    /** Both read the same script, which sees which of them it is in. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<shell>", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Override
    public Integer call() {
        String name = spec.root().name();
        spec.commandLine().getOut().print(AutoComplete.bash(name, spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
