package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.ApiCall;
import dev.hermes.dev.Chromium;
import dev.hermes.dev.ClientTab;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

/** The browser client in a real browser, as Hermes serves it, against this Hermes. */
class BrowserClientIT {

    private static final int PER_SECOND = 20;

    /** The order in which a tab heard the messages of a {@link Metronome}. */
    private static final String ORDER = "return heard.map(({ n }) => n).join()";

    private static DevStack stack;
    private static Server hermes;

    private World world;
    private ChromeDriver browser;
    private ClientTab first;
    private ClientTab second;

    @BeforeAll
    static void start() {
        Chromium.assumeInstalled();
        stack = Stacks.start(Path.of(""), Map.of());
        hermes = stack.hermes();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            hermes.close();
            stack.close();
        }
    }

    @BeforeEach
    void open() {
        world = new World(stack);
        browser = Chromium.open();
        first = ClientTab.first(browser, page());
        second = first.another(page());
    }

    @AfterEach
    void close() {
        browser.quit();
        world.close();
    }

    @Test
    void hearsItsOwnRoomInEachTab() {
        first.join(world.token("ada", "lobby"));
        second.join(world.token("grace", "attic"));

        world.send(notification("lobby", "{\"type\":\"order\",\"n\":17}"));
        world.send(notification("attic", "\"upstairs\""));

        first.await("return JSON.stringify(heard)", "[{\"type\":\"order\",\"n\":17}]");
        first.await("return JSON.stringify(orders)", "[17]");
        second.await("return JSON.stringify(heard)", "[\"upstairs\"]");
        second.await("return JSON.stringify(errors)", "[]");
    }

    @Test
    void sendsToItsRoom() {
        first.join(world.token("ada", "lobby"));
        second.join(world.token("grace", "lobby"));

        first.run("hermes.send({ text: 'Hello ☕' })");

        second.await("return JSON.stringify(heard)", "[{\"text\":\"Hello ☕\"}]");
    }

    @Test
    void hearsEveryMessageOnceAndInOrderWhileTheServerRestarts() {
        ClientTab third = second.another(page());
        first.join(world.token("ada", "lobby"));
        second.join(world.token("grace", "attic"));
        third.join(world.token("joan", "lobby"));

        int sent;
        try (Metronome load = new Metronome(world, PER_SECOND, "lobby", "attic")) {
            restart();
            restart();
            for (ClientTab tab : List.of(first, second, third)) {
                tab.await("return hermes.state", "open");
            }
            sent = load.stop();
        }

        for (ClientTab tab : List.of(first, second, third)) {
            assertHeardOnceAndInOrder(tab, sent);
        }
        assertThat(third.run(ORDER)).isEqualTo(first.run(ORDER));
    }

    @Test
    void comesBackWithANewTokenWhenTheOldOneExpires() {
        String brief = world.token("ada", "lobby", Duration.ofSeconds(5));
        first.connect(List.of(brief, world.token("ada", "lobby")), Map.of());
        first.await("return hermes.state", "open");

        int sent;
        try (Metronome load = new Metronome(world, PER_SECOND, "lobby")) {
            first.await("return states.map(({ code }) => code).includes(4401)", true);
            first.await("return hermes.state", "open");
            sent = load.stop();
        }

        assertHeardOnceAndInOrder(first, sent);
        assertThat(first.run("return minted")).isEqualTo(2L);
    }

    @Test
    void endsWhenItsOnlyTokenExpires() {
        first.connect(world.token("ada", "lobby", Duration.ofSeconds(5)), Map.of());

        first.await("return hermes.state", "closed");

        assertThat(first.run("return states.at(-1).reason")).isEqualTo("expired");
        assertThat(first.run("return states.at(-1).code")).isEqualTo(4401L);
    }

    @Test
    void staysAwayOnceItsUserIsRevoked() throws Exception {
        first.join(world.token("mallory", "lobby"));
        second.join(world.token("grace", "lobby"));

        new ApiCall(stack.settings(), "DELETE", "/dev/@users/mallory").send();

        first.await("return hermes.state", "closed");
        world.send(notification("lobby", "\"after\""));
        second.await("return JSON.stringify(heard)", "[\"after\"]");
        assertThat(first.run("return states.at(-1).reason")).isEqualTo("revoked");
        assertThat(first.run("return JSON.stringify(heard)")).isEqualTo("[]");
        assertThat(second.run("return states.filter(({ state }) => state === 'open').length"))
                .isEqualTo(1L);
    }

    @Test
    void catchesUpWhenTheNetworkIsBack() {
        first.join(world.token("ada", "lobby"));

        int sent;
        try (Metronome load = new Metronome(world, PER_SECOND, "lobby")) {
            first.await("return heard.length > 10", true);
            first.show();
            Chromium.online(browser, false);
            first.await("return navigator.onLine", false);
            hermes.close();
            hermes = Server.start(stack.settings());
            first.await("return hermes.state", "waiting");
            int missed = load.sent() + PER_SECOND;
            eventually().until(() -> load.sent() > missed);
            Chromium.online(browser, true);
            first.await("return hermes.state", "open");
            sent = load.stop();
        }

        assertHeardOnceAndInOrder(first, sent);
    }

    @Test
    void catchesUpWhenThePageComesBackFromTheBackForwardCache() {
        first.join(world.token("ada", "lobby"));
        browser.get(page() + "client/hermes-client.js");
        eventually().untilAsserted(() -> assertThat(world.rows("lobby")).isEmpty());
        world.send(notification("lobby", "{\"n\":0}"));
        eventually().until(() -> world.undelivered() == 0);

        browser.navigate().back();
        assertThat(first.run("return 'hermes' in window"))
                .as("the page was kept")
                .isEqualTo(true);
        first.await("return hermes.state", "open");
        world.send(notification("lobby", "{\"n\":1}"));

        assertHeardOnceAndInOrder(first, 2);
    }

    @Test
    void isNotLetInByATokenThatWasTamperedWith() {
        String token = world.token("ada", "lobby");
        int signature = token.lastIndexOf('.') + 1;

        first.connect(token.substring(0, signature) + "A".repeat(token.length() - signature), Map.of());

        first.await("return states.some(({ state }) => state === 'waiting' || state === 'closed')", true);
        assertThat(first.run("return states.some(({ state }) => state === 'open')"))
                .isEqualTo(false);
        assertThat(first.run("return errors.join()")).isEqualTo("");
    }

    @Test
    void sharesOneSocketBetweenTabsUntilTheTabThatHoldsItCloses() {
        String token = world.token("ada", "shared");
        first.connect(token, Map.of("tabs", true));
        first.await("return hermes.state", "open");
        second.connect(token, Map.of("tabs", true));
        second.await("return hermes.state", "open");
        assertThat(world.rows("shared")).hasSize(1);

        int sent;
        try (Metronome load = new Metronome(world, PER_SECOND, "shared")) {
            second.await("return heard.length > 10", true);
            String connection = connection("shared");
            first.close();
            eventually().untilAsserted(() -> {
                assertThat(world.rows("shared")).hasSize(1);
                assertThat(connection("shared")).isNotEqualTo(connection);
            });
            second.await("return hermes.state", "open");
            sent = load.stop();
        }

        assertHeardOnceAndInOrder(second, sent);
    }

    // --- around it ---

    /** Stops the server while its clients are connected, and starts it again. */
    private void restart() {
        first.await("return hermes.state", "open");
        hermes.close();
        first.await("return hermes.state === 'open'", false);
        hermes = Server.start(stack.settings());
    }

    /** @param sent how many messages of a {@link Metronome} were sent to the tab's room */
    private void assertHeardOnceAndInOrder(ClientTab tab, int sent) {
        tab.await("return heard.length >= " + sent, true);
        assertThat(tab.run("return heard.map(({ n }) => n).sort((a, b) => a - b)"))
                .isEqualTo(LongStream.range(0, sent).boxed().toList());
        assertThat(tab.run("return numbers.every((seq, i) => seq === numbers[0] + i)"))
                .as("the numbers %s", tab.run("return numbers.join()"))
                .isEqualTo(true);
        assertThat(tab.run("return JSON.stringify([missed, errors])")).isEqualTo("[[],[]]");
    }

    private String connection(String room) {
        return world.rows(room).get(0).get("connection_id").s();
    }

    private static String notification(String room, String data) {
        return "{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\":" + data + "}";
    }

    private String page() {
        return "http://127.0.0.1:" + world.settings().get("hermes.gateway.port") + "/";
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
    }
}
