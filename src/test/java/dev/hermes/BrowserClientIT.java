package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hermes.dev.Chromium;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The browser client in a real browser, as Hermes serves it, against this Hermes. */
class BrowserClientIT {

    /** Connects and keeps what it is told in the window, where the test looks. */
    private static final String CONNECT = """
            const [token, options, done] = arguments;
            (async () => {
              const { connect } = await import('/client/hermes-client.js');
              const { oneSocket } = await import('/client/hermes-tabs.js');
              Object.assign(window, { heard: [], orders: [], states: [], missed: [], resumed: [], errors: [] });
              window.hermes = connect({
                url: '/dev', token, ...options, tabs: options.tabs ? oneSocket() : undefined,
              });
              hermes.subscribe((data) => heard.push(data));
              hermes.subscribe('order', (order) => orders.push(order.n));
              hermes.on('state', (change) => states.push(change));
              hermes.on('missed', (what) => missed.push(what));
              hermes.on('resumed', (what) => resumed.push(what));
              hermes.on('error', (error) => errors.push(error.message));
              done();
            })().catch((error) => done(String(error)));
            """;

    private static DevStack stack;
    private static Server hermes;

    private World world;
    private ChromeDriver browser;
    private String first;
    private String second;

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
        browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
        browser.get(page());
        first = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get(page());
        second = browser.getWindowHandle();
    }

    @AfterEach
    void close() {
        browser.quit();
        world.close();
    }

    @Test
    void hearsItsOwnRoomInEachTab() {
        join(first, "ada", "lobby");
        join(second, "grace", "attic");

        world.send(notification("lobby", "{\"type\":\"order\",\"n\":17}"));
        world.send(notification("attic", "\"upstairs\""));

        await(first, "return JSON.stringify(heard)", "[{\"type\":\"order\",\"n\":17}]");
        await(first, "return JSON.stringify(orders)", "[17]");
        await(second, "return JSON.stringify(heard)", "[\"upstairs\"]");
        await(second, "return JSON.stringify(errors)", "[]");
    }

    @Test
    void sendsToItsRoom() {
        join(first, "ada", "lobby");
        join(second, "grace", "lobby");

        in(first, "hermes.send({ text: 'Hello ☕' })");

        await(second, "return JSON.stringify(heard)", "[{\"text\":\"Hello ☕\"}]");
    }

    @Test
    void comesBackAfterARestartOfTheServer() {
        join(first, "ada", "lobby");
        join(second, "grace", "attic");

        hermes.close();
        await(first, "return hermes.state === 'open'", false);
        hermes = Server.start(stack.settings());
        for (String tab : List.of(first, second)) {
            await(tab, "return hermes.state", "open");
            await(tab, "return resumed.length", 1L);
        }
        world.send(notification("lobby", "1"));
        world.send(notification("attic", "2"));

        await(first, "return JSON.stringify(heard)", "[1]");
        await(second, "return JSON.stringify(heard)", "[2]");
        await(second, "return JSON.stringify([missed, errors])", "[[],[]]");
    }

    @Test
    void comesBackWithTheNetwork() {
        join(first, "ada", "lobby");
        hermes.close();
        await(first, "return hermes.state", "waiting");
        hermes = Server.start(stack.settings());

        in(first, "dispatchEvent(new Event('online'))");

        await(first, "return hermes.state", "open");
    }

    @Test
    void comesBackWithThePageFromTheBackForwardCache() {
        join(first, "ada", "lobby");
        browser.get(page() + "client/hermes-client.js");
        eventually().untilAsserted(() -> assertThat(world.rows("lobby")).isEmpty());

        browser.navigate().back();
        assumeTrue(in(first, "return 'hermes' in window").equals(true), "Skipped: this browser keeps no page");
        await(first, "return hermes.state", "open");
        world.send(notification("lobby", "1"));

        await(first, "return JSON.stringify(heard)", "[1]");
    }

    @Test
    void isNotLetInByATokenThatWasTamperedWith() {
        String token = world.token("ada", "lobby");
        int signature = token.lastIndexOf('.') + 1;

        connect(first, token.substring(0, signature) + "A".repeat(token.length() - signature), Map.of());

        await(first, "return states.some(({ state }) => state === 'waiting' || state === 'closed')", true);
        assertThat(in(first, "return states.some(({ state }) => state === 'open')"))
                .isEqualTo(false);
        assertThat(in(first, "return errors.join()")).isEqualTo("");
    }

    @Test
    void sharesOneSocketBetweenTabsUntilTheTabThatHoldsItCloses() {
        String token = world.token("ada", "shared");
        connect(first, token, Map.of("tabs", true));
        await(first, "return hermes.state", "open");
        connect(second, token, Map.of("tabs", true));
        await(second, "return hermes.state", "open");
        assertThat(world.rows("shared")).hasSize(1);
        world.send(notification("shared", "1"));
        await(first, "return JSON.stringify(heard)", "[1]");
        await(second, "return JSON.stringify(heard)", "[1]");
        String connection = connection("shared");

        browser.switchTo().window(first).close();
        eventually().untilAsserted(() -> {
            assertThat(world.rows("shared")).hasSize(1);
            assertThat(connection("shared")).isNotEqualTo(connection);
        });
        await(second, "return hermes.state", "open");
        world.send(notification("shared", "2"));

        await(second, "return JSON.stringify(heard)", "[1,2]");
    }

    // --- a tab ---

    private void join(String tab, String user, String room) {
        connect(tab, world.token(user, room), Map.of());
        await(tab, "return hermes.state", "open");
    }

    private void connect(String tab, String token, Map<String, Object> options) {
        browser.switchTo().window(tab);
        assertThat(browser.executeAsyncScript(CONNECT, token, options)).isNull();
    }

    private Object in(String tab, String script) {
        browser.switchTo().window(tab);
        return browser.executeScript(script);
    }

    private void await(String tab, String script, Object expected) {
        eventually().untilAsserted(() -> assertThat(in(tab, script)).isEqualTo(expected));
    }

    // --- around it ---

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
