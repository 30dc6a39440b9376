package dev.hermes.component;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Maven project {@code pom.xml} in a folder {@code lib}: it fetches what a user adds, and what that needs, except what
 * the jar of Hermes holds.
 *
 * <p>All that the jar holds has the scope {@code provided} there and the version that it has in the jar, so that what is
 * fetched fits.
 */
public final class LibraryProject {

    private static final String HELD = "/dependencies.txt";
    private static final String POM = "pom.xml";
    private static final Pattern ADDED = Pattern.compile("(?m)^ {4}<!-- added: ([\\w.:-]+) -->$");

    private static final String TEXT = """
            <!-- Written by "hermes components add". Fill the folder: mvn -f %1$s dependency:copy-dependencies -->
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>dev.hermes</groupId>
              <artifactId>lib</artifactId>
              <version>1</version>
              <packaging>pom</packaging>
              <dependencies>
            %2$s
              </dependencies>
              <dependencyManagement>
                <dependencies>
                  <!-- In the jar of Hermes. -->
            %3$s
                  <!-- What is beside them in the jar must be of the same version here. -->
            %4$s
                </dependencies>
              </dependencyManagement>
              <build>
                <plugins>
                  <plugin>
                    <artifactId>maven-dependency-plugin</artifactId>
                    <version>3.9.0</version>
                    <configuration>
                      <includeScope>runtime</includeScope>
                      <outputDirectory>${project.basedir}</outputDirectory>
                    </configuration>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    private final Path folder;
    private final List<Artifact> held;

    /** @param folder is made when something is added */
    public LibraryProject(Path folder) throws IOException {
        this.folder = folder;
        this.held = held();
    }

    private static List<Artifact> held() throws IOException {
        try (BufferedReader list = new BufferedReader(
                new InputStreamReader(LibraryProject.class.getResourceAsStream(HELD), StandardCharsets.UTF_8))) {
            return list.lines().map(Artifact::listed).flatMap(Optional::stream).toList();
        }
    }

    /** The version of Camel in the jar. */
    public String camelVersion() {
        return version("org.apache.camel", "camel-api");
    }

    /**
     * Adds to what the project fetches; what was added before is brought to the versions of this release.
     *
     * @param names {@code camel-NAME} or {@code group:artifact:version}
     * @return the project's file
     * @throws IllegalArgumentException if a name is neither, or the jar of Hermes holds it
     */
    public Path add(List<String> names) throws IOException {
        List<String> all = new ArrayList<>(added());
        for (String name : names) {
            Artifact artifact = Artifact.named(name, camelVersion());
            if (held.stream().anyMatch(artifact::isSameAs)) {
                throw new IllegalArgumentException(name + " is in the jar of Hermes");
            }
            if (!all.contains(name)) {
                all.add(name);
            }
        }
        Files.createDirectories(folder);
        return Files.writeString(pom(), text(all));
    }

    private List<String> added() throws IOException {
        return Files.isRegularFile(pom())
                ? ADDED.matcher(Files.readString(pom()))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList()
                : List.of();
    }

    private String text(List<String> names) {
        String wanted = names.stream()
                .map(name -> "    <!-- added: " + name + " -->\n    "
                        + Artifact.named(name, camelVersion()).dependency(""))
                .collect(Collectors.joining("\n"));
        String provided = held.stream()
                .map(artifact -> "      " + artifact.dependency("<scope>provided</scope>"))
                .collect(Collectors.joining("\n"));
        String families = List.of(
                        new Artifact("software.amazon.awssdk", "bom", version("software.amazon.awssdk", "sqs")),
                        new Artifact("io.netty", "netty-bom", version("io.netty", "netty-common")),
                        new Artifact("org.apache.camel", "camel-bom", camelVersion()))
                .stream()
                .map(bom -> "      " + bom.dependency("<type>pom</type><scope>import</scope>"))
                .collect(Collectors.joining("\n"));
        return TEXT.formatted(pom(), wanted, provided, families);
    }

    private String version(String group, String name) {
        return held.stream()
                .filter(artifact ->
                        artifact.group().equals(group) && artifact.name().equals(name))
                .map(Artifact::version)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(group + ":" + name + " is not in the jar"));
    }

    private Path pom() {
        return folder.resolve(POM);
    }
}
