package dev.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hermes.dev.RuleFolder;
import dev.hermes.rules.Finding;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.UnreadableRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in rules, and where. */
class ValidationTest {

    private static Validation validation;

    @TempDir
    private Path folder;

    private RuleFolder rules;

    /**
     * One mistake: {@code text} of a file becomes {@code wrong}, where it stands last.
     *
     * @param at what stands in the line that is to be named, once the mistake is made: the last such line
     * @param says what the reason contains
     */
    private record Mistake(String name, String file, String text, String wrong, String at, String says) {

        String make(String before) {
            int at = before.lastIndexOf(text);
            assertThat(at).as("%s in %s", text, file).isNotNegative();
            return before.substring(0, at) + wrong + before.substring(at + text.length());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Mistake> errors() {
        return List.of(
                new Mistake("a bracket too many", "forget", "steps:", "steps: [", "- to:", "is not YAML"),
                new Mistake("a tab", "notifications", "      steps:", "\tsteps:", "\tsteps:", "is not YAML"),
                new Mistake(
                        "an alias within what it stands for",
                        "push",
                        "- route:",
                        "- route: &itself\n    again: *itself",
                        "- route: &itself",
                        "an alias stands for what it is a part of"),
                new Mistake("an unknown step", "push", "- setBody:", "- setBodi:", "- setBodi:", "setBodi"),
                new Mistake(
                        "an unknown key of a step", "push", "id: own-sockets", "idd: own-sockets", "idd: own", "idd"),
                new Mistake("an unknown entry", "push", "- route:", "- rout:", "- rout:", "rout"),
                new Mistake(
                        "a route without a beginning",
                        "notifications",
                        "    from:",
                        "    input:",
                        "- route:",
                        "no 'from'"),
                new Mistake(
                        "an empty route",
                        "forget",
                        "                  name: forget\n",
                        "                  name: forget\n- route:\n",
                        "- route:",
                        "empty"),
                new Mistake("no dash", "notifications", "- route:", "  route:", "route:", "no list"),
                new Mistake(
                        "an unknown component",
                        "push",
                        "uri: vertx-websocket",
                        "uri: vertx-websocked",
                        "uri: vertx-websocked",
                        "vertx-websocked"),
                new Mistake("an unknown option", "push", "host: \"{{", "hots: \"{{", "uri: vertx-websocket", "host"),
                new Mistake(
                        "a wrong value of an option",
                        "room-connections",
                        "operation: Query",
                        "operation: Qwery",
                        "operation: Qwery",
                        "Qwery"),
                new Mistake(
                        "an unknown step bean",
                        "connections",
                        "ref: authenticate",
                        "ref: autenticate",
                        "ref: autenticate",
                        "autenticate"),
                new Mistake(
                        "an unknown bean",
                        "connections",
                        "ref: audience",
                        "ref: audienze",
                        "ref: audienze",
                        "audienze"),
                new Mistake(
                        "an unknown method",
                        "connections",
                        "method: arrived(",
                        "method: arrive(",
                        "method: arrive(",
                        "arrive"),
                new Mistake(
                        "an unknown method of an expression",
                        "messages",
                        "method: action",
                        "method: akshun",
                        "method: akshun",
                        "akshun"),
                new Mistake(
                        "an unknown bean of an expression",
                        "messages",
                        "ref: clientFrames",
                        "ref: clientFrame",
                        "ref: clientFrame\n                method: forbidden",
                        "clientFrame"),
                new Mistake(
                        "an unknown key of the settings",
                        "push",
                        "{{hermes.gateway.host}}",
                        "{{hermes.gateway.hots}}",
                        "hots}}",
                        "hermes.gateway.hots"),
                new Mistake(
                        "an unknown key in a log message",
                        "api-gateway",
                        "A frame of",
                        "{{hermes.nothing}}",
                        "{{hermes.nothing}}",
                        "hermes.nothing"),
                new Mistake(
                        "an unknown function",
                        "push",
                        "${variable.notification.frame}",
                        "${wariable.notification}",
                        "${wariable",
                        "wariable"),
                new Mistake(
                        "an expression that does not end",
                        "push",
                        "${variable.recipients.own}",
                        "${variable.recipients.own",
                        "${variable.recipients.own\"",
                        "functionEnd"),
                new Mistake(
                        "an unknown language",
                        "push",
                        "simple:\n                          expression: \"${variable.notification.frame}\"",
                        "groovy:\n                          expression: \"body\"",
                        "groovy:",
                        "groovy"),
                new Mistake(
                        "a step id that is taken",
                        "fan-out",
                        "id: find-others",
                        "id: find-here",
                        "id: find-here",
                        "taken"),
                new Mistake(
                        "a route id that is taken",
                        "room-connections",
                        "    id: room-connections\n",
                        "    id: notification\n",
                        "- route:",
                        "taken"),
                new Mistake(
                        "a configuration id that is taken",
                        "table-errors",
                        "id: row-not-deleted",
                        "id: table-away",
                        "- routeConfiguration:",
                        "taken"),
                new Mistake(
                        "an unknown exception",
                        "gateway-errors",
                        "dev.hermes.apigateway.GatewaySilent",
                        "dev.hermes.apigateway.GatewaySilence",
                        "GatewaySilence",
                        "GatewaySilence"),
                new Mistake(
                        "a class that is no exception",
                        "gateway-errors",
                        "dev.hermes.apigateway.GatewaySilent",
                        "java.lang.String",
                        "- java.lang.String",
                        "no exception"),
                new Mistake(
                        "a delay that is no time",
                        "table-errors",
                        "redeliveryDelay: \"250\"",
                        "redeliveryDelay: soon",
                        "redeliveryDelay: soon",
                        "soon"),
                new Mistake(
                        "an option that nothing has",
                        "room-connections",
                        "operation: Query",
                        "operation: Query\n                    speed: 7",
                        "speed: 7",
                        "speed"),
                new Mistake(
                        "an unknown reference",
                        "room-connections",
                        "operation: Query",
                        "operation: Query\n                    amazonDDBClient: \"#nobody\"",
                        "#nobody",
                        "nobody"),
                new Mistake(
                        "an unknown configuration",
                        "connections",
                        "routeConfigurationId: access-denied",
                        "routeConfigurationId: acces-denied",
                        "routeConfigurationId: acces-denied",
                        "acces-denied"),
                new Mistake(
                        "a target that nobody consumes",
                        "notifications",
                        "name: fan-out",
                        "name: fanout",
                        "name: fanout",
                        "fanout"),
                new Mistake(
                        "a wire tap that nobody consumes",
                        "errors",
                        "name: forget-all",
                        "name: forget-al",
                        "name: forget-al",
                        "forget-al"),
                new Mistake(
                        "a name consumed twice",
                        "room-connections",
                        "name: room-connections",
                        "name: notification",
                        "- route:",
                        "already"),
                new Mistake(
                        "an unknown bean in an error route",
                        "errors",
                        "ref: staleConnections",
                        "ref: staleConnection",
                        "ref: staleConnection\n",
                        "staleConnection"),
                new Mistake(
                        "the gateway's own address",
                        "notifications",
                        "uri: direct\n      parameters:\n        name: notification",
                        "uri: vertx-websocket\n      parameters:\n        host: \"{{hermes.gateway.host}}\"\n        port: \"{{hermes.gateway.port}}\"\n        path: mine",
                        "path: mine",
                        "cannot listen on"));
    }

    @Test
    void namesAnAttributeThatNoConnectionCanHave() throws Exception {
        rules.edit(
                "notifications",
                text -> text.replace(
                        "        - to:\n            id: deliver", """
                        - setVariable:
                            id: staff-only
                            name: notification
                            expression:
                              method:
                                ref: notificationRules
                                method: where(${variable.notification}, 'rolle', 'staff')
                        - to:
                            id: deliver""".indent(8).stripTrailing()));

        try (Validation ofRoles =
                new Validation(Settings.load(Path.of(""), Map.of()).with("hermes.access.attributes", "role, device"))) {
            assertThat(errors(ofRoles.check(RuleFiles.read(rules.path()))))
                    .singleElement()
                    .satisfies(error -> {
                        assertThat(error.line()).isEqualTo(21);
                        assertThat(error.step()).isEqualTo("notification");
                        assertThat(error.reason())
                                .isEqualTo("hermes.access.attributes does not name the attribute 'rolle'");
                        assertThat(error.advice()).isEqualTo("did you mean role?");
                    });
        }
        try (Validation ofRolles =
                new Validation(Settings.load(Path.of(""), Map.of()).with("hermes.access.attributes", "rolle"))) {
            assertThat(ofRolles.check(RuleFiles.read(rules.path()))).isEmpty();
        }
        assertThat(errors(check())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void findsEachMistakeWhereItIs(Mistake mistake) throws IOException {
        rules.edit(mistake.file(), mistake::make);

        List<Finding> errors = errors(check());

        String path = rules.file(mistake.file()).toString();
        assertThat(errors).anySatisfy(error -> {
            assertThat(error.file()).isEqualTo(path);
            assertThat(error.line()).isEqualTo(lineOf(mistake.at(), rules.read(mistake.file())));
            assertThat(error.reason()).contains(mistake.says());
        });
        assertThat(errors).allSatisfy(error -> assertThat(error.file()).isIn(path, ""));
    }

    @Test
    void findsNothingInTheRulesOfThisRelease() throws IOException {
        assertThat(validation.check(RuleFiles.read(Path.of("routes")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- \"routeConfiguration\":", "  - routeConfiguration:", "- 'routeConfiguration' :"})
    void takesAConfigurationHoweverItsBeginningIsWritten(String entry) throws IOException {
        String indent = entry.substring(0, entry.indexOf('-'));
        rules.edit("errors", text -> text.replaceAll("(?m)^(?=.)", indent)
                .replace(indent + "- routeConfiguration:", entry));

        assertThat(check()).isEmpty();

        rules.edit("errors", text -> text.replace("AccessDenied", "AccessDenid"));
        assertThat(errors(check())).singleElement().satisfies(error -> assertThat(error.line())
                .isEqualTo(lineOf("AccessDenid", rules.read("errors"))));
    }

    @Test
    void namesTheRoutesThatAreMissing() throws IOException {
        rules.delete("notifications");
        rules.delete("room-holders");

        assertThat(errors(check()))
                .singleElement()
                .extracting(Finding::reason)
                .asString()
                .contains("notification, room-holders");
    }

    @Test
    void refusesAFolderWithoutRules() throws IOException {
        for (String name : rules.names()) {
            rules.delete(name);
        }

        assertThat(errors(check())).extracting(Finding::reason).containsExactly("there is no *.camel.yaml");
    }

    @Test
    void refusesACopyOfAFile() throws IOException {
        rules.copy("push", "push-copy");

        assertThat(errors(check())).anySatisfy(error -> {
            assertThat(error.file()).isEqualTo(rules.file("push").toString());
            assertThat(error.step()).isEqualTo("push");
            assertThat(error.reason()).contains("push-copy.camel.yaml:1");
        });
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Files.write(rules.file("push"), rules.read("push").getBytes(UTF_16));
        Files.write(rules.file("forget"), "- route:\n# é\n".getBytes(ISO_8859_1));

        assertThat(errors(check()))
                .extracting(Finding::file, Finding::line)
                .contains(
                        tuple(rules.file("push").toString(), 1),
                        tuple(rules.file("forget").toString(), 2));
    }

    @Test
    void namesALinkToNothing() throws IOException {
        Files.createSymbolicLink(rules.file("linked"), Path.of("nowhere"));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(UnreadableRules.class, unreadable -> {
            assertThat(unreadable.finding().file())
                    .isEqualTo(rules.file("linked").toString());
            assertThat(unreadable.finding().reason()).contains("a link to nothing");
        });
    }

    @Test
    void takesRulesThatReceiveFromAQueueOfTheirOwn() throws IOException {
        rules.write("mine", """
                - route:
                    id: mine
                    from:
                      uri: aws2-sqs
                      parameters:
                        queueNameOrArn: my-queue
                      steps:
                        - to:
                            id: pass-on
                            uri: aws2-sqs
                            parameters:
                              queueNameOrArn: another-queue
                """);

        assertThat(check()).isEmpty();
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        rules.write("extra", "\n");

        assertThat(errors(check())).singleElement().satisfies(error -> assertThat(error.file())
                .isEqualTo(rules.file("extra").toString()));
    }

    @Test
    void findsTheMistakesOfEveryFileAtOnce() throws IOException {
        rules.edit("push", text -> text.replace("ref: handOver", "ref: handOvr"));
        rules.edit("connections", text -> text.replace("ref: remember", "ref: remembr"));
        rules.edit("forget", text -> text.replace("- split:", "- splid:"));

        assertThat(errors(check()))
                .extracting(error -> Path.of(error.file()).getFileName().toString())
                .containsExactly("connections.camel.yaml", "forget.camel.yaml", "push.camel.yaml");
    }

    @Test
    void saysWhatWasMostLikelyMeant() throws IOException {
        rules.edit("push", text -> text.replace("ref: handOver", "ref: handOvr"));

        assertThat(errors(check())).singleElement().satisfies(error -> {
            assertThat(error.step()).isEqualTo("node");
            assertThat(error.advice()).isEqualTo("did you mean handOver?");
        });
    }

    static List<Mistake> warnings() {
        return List.of(
                new Mistake(
                        "a number for text",
                        "table-errors",
                        "redeliveryDelay: \"250\"",
                        "redeliveryDelay: 250",
                        "redeliveryDelay: 250",
                        "must be of type string"),
                new Mistake(
                        "a shortened step",
                        "notifications",
                        "        - to:\n",
                        "        - log: hello\n        - to:\n",
                        "- log: hello",
                        "log is shortened"),
                new Mistake(
                        "a shortened expression",
                        "push",
                        "simple:\n                          expression: \"${variable.notification.frame}\"",
                        "simple: \"${variable.notification.frame}\"",
                        "simple: \"${variable.notification",
                        "expression is shortened"),
                new Mistake(
                        "options in a uri",
                        "notifications",
                        "uri: direct\n            parameters:\n              name: fan-out",
                        "uri: direct:fan-out",
                        "uri: direct:fan-out",
                        "holds options"),
                new Mistake(
                        "a step without an id",
                        "notifications",
                        "            id: deliver\n",
                        "",
                        "- to:",
                        "to has no id"),
                new Mistake(
                        "a route without an id", "forget", "    id: forget-all\n", "", "- route:", "route has no id"),
                new Mistake(
                        "a configuration without an id",
                        "errors",
                        "- routeConfiguration:\n    id: access",
                        """
                        - routeConfiguration:
                            onException:
                              - onException:
                                  exception:
                                    - java.io.IOException
                                  handled:
                                    constant:
                                      expression: "true"
                        - routeConfiguration:
                            id: access""",
                        "- routeConfiguration:\n    onException:",
                        "routeConfiguration has no id"),
                new Mistake(
                        "a byte order mark",
                        "forget",
                        "- route:\n    id: forget\n",
                        "\uFEFF- route:\n    id: forget\n",
                        "- route:\n    id: forget\n",
                        "byte order mark"));
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void warnsOfWhatRunsAllTheSame(Mistake mistake) throws IOException {
        rules.edit(mistake.file(), mistake::make);

        List<Finding> findings = check();

        assertThat(errors(findings)).isEmpty();
        assertThat(findings).anySatisfy(warning -> {
            assertThat(warning.file()).isEqualTo(rules.file(mistake.file()).toString());
            assertThat(warning.line()).isEqualTo(lineOf(mistake.at(), rules.read(mistake.file())));
            assertThat(warning.reason()).contains(mistake.says());
        });
    }

    @Test
    void warnsOfWhatNothingUses() throws IOException {
        rules.edit("errors", text -> text.replace("name: forget-all", "name: forget"));
        rules.edit("connections", text -> text.replace("    routeConfigurationId: access-denied\n", ""));

        List<Finding> findings = check();

        assertThat(errors(findings)).isEmpty();
        assertThat(findings)
                .extracting(Finding::file, Finding::line, Finding::step)
                .containsExactly(
                        tuple(
                                rules.file("errors").toString(),
                                lineOf("- routeConfiguration:", rules.read("errors")),
                                "access-denied"),
                        tuple(rules.file("forget").toString(), lineOf("- route:", rules.read("forget")), "forget-all"));
    }

    @Test
    void warnsOfFilesThatAreNotRead() throws IOException {
        List<String> left = List.of(
                ".#push.camel.yaml", "._push.camel.yaml", "push.camel.yaml~", "push.camel.yaml.swp", "mine.yaml");
        for (String name : left) {
            Files.writeString(rules.path().resolve(name), "not: [yaml");
        }
        rules.write("aside", "# - route:\n#     id: aside\n");

        List<Finding> findings = check();

        assertThat(errors(findings)).isEmpty();
        assertThat(findings)
                .extracting(finding -> Path.of(finding.file()).getFileName().toString())
                .containsExactlyInAnyOrder(
                        ".#push.camel.yaml",
                        "._push.camel.yaml",
                        "push.camel.yaml~",
                        "push.camel.yaml.swp",
                        "mine.yaml",
                        "aside.camel.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timer:parameters:timerName: t",
                "scheduler:parameters:name: s",
                "platform-http:parameters:path: /orders",
                "aws2-sqs:parameters:queueNameOrArn: others",
                "file:parameters:directoryName: in"
            })
    void acceptsARuleThatBeginsOutside(String beginning) throws IOException {
        rules.write("mine", """
                - route:
                    id: mine
                    description: Hand on what comes
                    from:
                      id: begins
                      uri: %s
                      %s:
                        %s
                      steps:
                        - to:
                            id: to-queue
                            uri: aws2-sqs
                            parameters:
                              queueNameOrArn: others
                """.formatted((Object[]) beginning.split(":", 3)));

        assertThat(check()).isEmpty();
    }

    @Test
    void saysHowAMissingComponentIsAdded() throws IOException {
        rules.edit("push", text -> text.replace("uri: vertx-websocket", "uri: kafka"));

        assertThat(errors(check()))
                .singleElement()
                .extracting(Finding::advice)
                .isEqualTo("add it to lib/: hermes components add camel-kafka");
    }

    private static int lineOf(String text, String file) {
        int at = file.lastIndexOf(text);
        assertThat(at).as(text).isNotNegative();
        return (int) file.substring(0, at).chars().filter(one -> one == '\n').count() + 1;
    }

    private static List<Finding> errors(List<Finding> findings) {
        return findings.stream().filter(Finding::isError).toList();
    }

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

    private List<Finding> check() throws IOException {
        return validation.check(RuleFiles.read(rules.path()));
    }
}
