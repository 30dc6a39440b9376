package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits of the rules while Hermes runs: they take effect, drop no socket, and do no harm when they are broken. */
class LiveRulesIT {

    @TempDir
    private Path folder;

    private RuleFolder rules;
    private DevStack stack;
    private World world;
    private WebSocketClient client;
    private String fanOut;
    private String push;

    @BeforeEach
    void start() throws Exception {
        rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        push = rules.read("push");
        fanOut = rules.read("fan-out");
        stack = Stacks.start(folder, Map.of("HERMES_ROUTES_RELOAD", "true"));
        world = new World(stack);
        client = world.join("ada", "room");
        tell("before");
        assertThat(client.frame()).isEqualTo("{\"data\":\"before\"}");
    }

    @AfterEach
    void stop() {
        world.close();
        stack.close();
    }

    @Test
    void takesUpAnEditAndDropsNoSocket() throws Exception {
        rules.write("push", push.replace("${variable.notification.frame}", "edited ${variable.notification.frame}"));

        awaitFrame("edited {\"data\":\"now\"}");
        assertThat(client.isOpen()).isTrue();
        rules.write("push", push);
        awaitFrame("{\"data\":\"now\"}");
    }

    @Test
    void keepsTheOldRuleWhenAnEditIsNotYaml() throws Exception {
        assertHarmless("push", push.replace("steps:", "steps: ["));
    }

    @Test
    void keepsTheOldRuleWhenAnEditNamesAnUnknownStep() throws Exception {
        assertHarmless("push", push.replace("- setBody:", "- setBodi:"));
    }

    @Test
    void keepsTheOldRuleWhenAnEditNamesAnUnknownComponent() throws Exception {
        assertHarmless("push", push.replace("uri: vertx-websocket", "uri: vertx-websocked"));
    }

    @Test
    void keepsTheOldRuleWhenAnEditNamesAnUnknownBean() throws Exception {
        assertHarmless("fan-out", fanOut.replace("ref: findNodes", "ref: findNodez"));
    }

    @Test
    void keepsTheOldRuleWhenAnEditCannotStart() throws Exception {
        assertHarmless("connections", rules.read("connections").replace("name: disconnect", "name: push"));
    }

    @Test
    void takesUpAnEditOfAnErrorRoute() throws Exception {
        rules.edit("errors", text -> text.replace("${exception.status}", "418"));

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try {
                WebSocketClient.open(world.withToken("no token"));
                return false;
            } catch (WebSocketClient.Refused refused) {
                return refused.status() == 418;
            }
        });
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void refusesHandshakesAtOnceWhereARuleLeavesNoStatus() throws Exception {
        rules.edit("errors", text -> text.replace("${exception.status}", "no status"));

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            long asked = System.nanoTime();
            try {
                WebSocketClient.open(world.withToken("no token"));
                return false;
            } catch (WebSocketClient.Refused refused) {
                // Long before the deadline of a handshake.
                return refused.status() == 503
                        && System.nanoTime() - asked < Duration.ofSeconds(5).toNanos();
            }
        });
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-holders", "room-connections"})
    void failsNotificationsWhoseLookUpLeavesNoListUntilTheRuleIsMended(String file) throws Exception {
        String before = rules.read(file);
        rules.write(file, before + """
                                - setVariable:
                                    id: nobody
                                    name: members
                                    expression:
                                      constant:
                                        expression: nobody
                        """);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            tell("now");
            return notifications("failed") > 0;
        });

        rules.write(file, before);

        double acknowledged = notifications("acknowledged");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            tell("now");
            return notifications("acknowledged") > acknowledged;
        });
    }

    private void assertHarmless(String file, String broken) throws Exception {
        String before = rules.read(file);
        rules.write(file, broken);
        await().atMost(Duration.ofSeconds(20)).until(() -> health().contains(file + ".camel.yaml"));
        assertThat(metric()).isEqualTo("hermes_rules_broken 1.0");

        tell("still");
        assertThat(client.frame()).isEqualTo("{\"data\":\"still\"}");

        rules.write(file, before.replace("description: ", "description: Mended. "));
        await().atMost(Duration.ofSeconds(20)).until(() -> !health().contains(file + ".camel.yaml"));
        assertThat(metric()).isEqualTo("hermes_rules_broken 0.0");
        tell("again");
        assertThat(client.frame()).isEqualTo("{\"data\":\"again\"}");
        assertThat(client.isOpen()).isTrue();
    }

    private void awaitFrame(String expected) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            tell("now");
            return client.frame().equals(expected);
        });
    }

    private void tell(String data) {
        world.send("{\"room_id\":\"room\",\"data\":\"" + data + "\"}");
    }

    private String health() throws Exception {
        return observe("health");
    }

    private String metric() throws Exception {
        return observe("metrics")
                .lines()
                .filter(line -> line.startsWith("hermes_rules_broken"))
                .findFirst()
                .orElse("no such metric");
    }

    private double notifications(String outcome) {
        return new Metrics(world.settings()).sum("hermes_notifications_total", "outcome=\"" + outcome + "\"");
    }

    private String observe(String what) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + world.settings().get("hermes.management.port") + "/observe/" + what);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
