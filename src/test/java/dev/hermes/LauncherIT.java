package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher beside the jar, with the Java that runs this. */
class LauncherIT {

    private static final boolean HAS_AOT = Runtime.version().feature() >= 25;
    private static final String CACHE = HAS_AOT ? "hermes.aot" : "hermes.jsa";
    private static final Path BUILT = Path.of("target");

    @TempDir
    private Path folder;

    private final DevStack aws = Stacks.shared();
    private final Map<String, String> environment = HermesProcess.beside(aws);
    private Path launcher;

    @BeforeEach
    void inAFolderWhoseNameACarelessScriptWouldTakeApart() throws IOException {
        launcher = install("a home");
    }

    /** There is no cache. */
    private Path install(String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        for (String file : List.of("hermes", "hermes.jvm")) {
            Files.copy(BUILT.resolve(file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createLink(home.resolve("hermes.jar"), BUILT.resolve("hermes.jar").toAbsolutePath());
        return home.resolve("hermes");
    }

    @Test
    void passesASignalOnToHermes() throws Exception {
        try (HermesProcess hermes = HermesProcess.launch(launcher, folder, environment)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !hermes.isRunning() || hermes.output().contains(" started in "));

            hermes.terminate();

            assertThat(hermes.exitCode()).as(hermes.output()).isEqualTo(143);
            assertThat(hermes.output()).doesNotContain("[warning]", "[error]", "WARNING:");
        }
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        Result token = launch("token", "--user", "ada  l*", "--room", "$HOME \"x\"");

        String claims = new String(Base64.getUrlDecoder().decode(token.out().split("\\.")[1]));
        assertThat(claims).contains("\"user_id\":\"ada  l*\"", "\"room_id\":\"$HOME \\\"x\\\"\"");
    }

    @Test
    void answersWithTheExitCodeOfTheCommand() throws Exception {
        assertThat(launch("nonsense").exitCode()).isEqualTo(2);
        assertThat(launch("validate", "nowhere").exitCode()).isEqualTo(1);
    }

    @Test
    void findsItsJarThroughSymbolicLinks() throws Exception {
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), launcher);
        Path relative = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("bin")).resolve("relative"), Path.of("../absolute"));

        assertThat(launch(relative, folder.resolve("bin"), "--version").out()).startsWith("hermes ");
        assertThat(launch(absolute, Path.of("/"), "--version").out()).startsWith("hermes ");
    }

    @Test
    void readsTheRulesOfTheWorkingFolder() throws Exception {
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/own.camel.yaml"), "- route:\n    id: own\n");

        assertThat(launch("validate").out()).contains("routes/own.camel.yaml");
    }

    @Test
    void makesACacheAndUsesIt() throws Exception {
        // Java 17 takes no class from the cache where the jar's path has a space.
        launcher = install("home");
        environment.put("JAVA_OPTS", "-Xlog:class+load:file=" + folder.resolve("classes.log"));

        int made = launch("--make-cache", "validate").exitCode();
        Result validate = launch("validate");

        assertThat(made).isZero();
        assertThat(launcher.resolveSibling(CACHE)).exists();
        assertThat(validate.err()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("classes.log")))
                .filteredOn(line -> line.contains(" dev.hermes.Hermes "))
                .singleElement()
                .asString()
                .contains("shared objects file");
    }

    @Test
    void worksWithACacheThatIsOfNoUse() throws Exception {
        Files.writeString(launcher.resolveSibling(CACHE), "of another Java, or cut off");

        Result validate = launch("validate");

        assertThat(validate.exitCode()).isZero();
        assertThat(validate.out()).matches("routes: .* 0 errors, 0 warnings\n");
    }

    @Test
    void givesCommandsTheFlagsOfAShortLife() throws Exception {
        assertThat(flags("validate")).contains("TieredStopAtLevel=1", "UseSerialGC=true", "MaxRAMPercentage=60.000000");
    }

    @Test
    void leavesTheServerBothCompilers() throws Exception {
        environment.remove("HERMES_JWT_SECRET");

        // It ends at once, for want of a secret.
        assertThat(flags()).contains("TieredStopAtLevel=4", "MaxRAMPercentage=60.000000");
    }

    @Test
    void letsJavaOptsWin() throws Exception {
        environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=4  -XX:MaxRAMPercentage=33");

        assertThat(flags("validate")).contains("TieredStopAtLevel=4", "MaxRAMPercentage=33.000000");
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        environment.put("JAVA_HOME", "/nowhere");

        Result result = launch("validate");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("hermes: JAVA_HOME is '/nowhere'").hasLineCount(1);
    }

    private record Result(int exitCode, String out, String err) {}

    private Result launch(String... arguments) throws Exception {
        return launch(launcher, folder, arguments);
    }

    private Result launch(Path file, Path in, String... arguments) throws Exception {
        return result(in, Stream.concat(Stream.of(file.toString()), Stream.of(arguments)));
    }

    /** The flags that Java runs with, as {@code name=value}. */
    private List<String> flags(String... arguments) throws Exception {
        environment.merge("JAVA_OPTS", "-XX:+PrintFlagsFinal", (set, print) -> set + " " + print);
        return namesAndValues(launch(arguments).out());
    }

    private static List<String> namesAndValues(String printed) {
        return printed.lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length > 3 && words[2].equals("="))
                .map(words -> words[1] + "=" + words[3])
                .toList();
    }

    private Result result(Path in, Stream<String> command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command.toList())
                .directory(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        all.putAll(environment);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(all);
        int exitCode = builder.start().waitFor();
        return new Result(exitCode, Files.readString(out), Files.readString(err));
    }
}
