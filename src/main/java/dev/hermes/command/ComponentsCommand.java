package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.component.AddedComponent;
import dev.hermes.component.Components;
import dev.hermes.component.Library;
import dev.hermes.component.LibraryProject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the components that rules may use, and adds to them. */
@Command(
        name = "components",
        description = "List the components that rules may use: those of the jar, and those in the folder lib.",
        mixinStandardHelpOptions = true)
public final class ComponentsCommand implements Callable<Integer> {

    private static final String ROW = "%-18s %s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.load(Path.of(""), System.getenv());
        Library library = Library.of(settings.libraries());
        new Components(library).own().forEach((scheme, use) -> out().printf(ROW, scheme, use));
        String camel = project(settings).camelVersion();
        for (AddedComponent added : library.components()) {
            out().printf(ROW, added.scheme(), added.jar() + fit(added, camel));
        }
        return 0;
    }

    private static String fit(AddedComponent added, String camel) {
        return added.version().isEmpty() || added.version().equals(camel)
                ? ""
                : ": of Camel " + added.version() + ", Hermes has " + camel;
    }

    /** Nothing is fetched here: that is Maven's. */
    @Command(
            name = "add",
            description = "Write lib/pom.xml, with which Maven fetches components, and print how.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "<artifact>",
                            description = "camel-kafka, or group:artifact:version for others.")
                    List<String> artifacts)
            throws IOException {
        Path pom = project(Settings.load(Path.of(""), System.getenv())).add(artifacts);
        out().println("Written: " + pom + ". Now run, and start Hermes again:");
        out().println("mvn -f " + pom + " dependency:copy-dependencies");
        return 0;
    }

    private static LibraryProject project(Settings settings) throws IOException {
        return new LibraryProject(settings.libraries().get(0));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
