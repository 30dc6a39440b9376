package dev.hermes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.hermes.Settings;
import dev.hermes.Validation;
import dev.hermes.rules.Finding;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.UnreadableRules;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether rules would be taken up, and what is wrong with them. */
@Command(
        name = "validate",
        description = "Check a folder of rules, without AWS and without a port: all that a start checks, and more.",
        footer = {"", "Exit codes: 0 the rules can run, 1 they cannot, 2 wrong usage."},
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleFolder rules;

    @Option(names = "--json", description = "Print one JSON object with valid and findings.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Settings settings = RuleFolder.settings();
        try {
            RuleFiles files = rules.files(settings);
            try (Validation validation = new Validation(settings)) {
                List<Finding> findings = validation.check(files);
                return report(files.place() + ": " + files.files().size() + " files", findings);
            }
        } catch (UnreadableRules e) {
            return report(e.finding().file(), List.of(e.finding()));
        }
    }

    private record Report(boolean valid, List<Finding> findings) {}

    /** Prints it. @return the exit code */
    private int report(String what, List<Finding> findings) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        long errors = findings.stream().filter(Finding::isError).count();
        if (json) {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(new Report(errors == 0, findings)));
        } else {
            for (Finding finding : findings) {
                out.println(finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding);
            }
            out.println(what + ", " + errors + " errors, " + (findings.size() - errors) + " warnings");
        }
        return errors == 0 ? 0 : 1;
    }
}
