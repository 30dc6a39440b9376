package dev.hermes.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** A tab of a real browser in which the client runs, as Hermes serves it; what it hears is kept in the tab's window. */
public final class ClientTab {

    private static final String CONNECT = """
            const [tokens, options, done] = arguments;
            (async () => {
              const { connect } = await import('/client/hermes-client.js');
              const { oneSocket } = await import('/client/hermes-tabs.js');
              Object.assign(window, {
                heard: [], numbers: [], orders: [], states: [], missed: [], resumed: [], errors: [], minted: 0,
              });
              window.hermes = connect({
                url: '/dev',
                token: tokens.length === 1 ? tokens[0] : () => tokens[Math.min(minted++, tokens.length - 1)],
                ...options,
                tabs: options.tabs ? oneSocket() : undefined,
              });
              hermes.subscribe((data, { seq }) => {
                heard.push(data);
                numbers.push(seq);
              });
              hermes.subscribe('order', (order) => orders.push(order.n));
              hermes.on('state', (change) => states.push(change));
              hermes.on('missed', (what) => missed.push(what));
              hermes.on('resumed', (what) => resumed.push(what));
              hermes.on('error', (error) => errors.push(error.message));
              done();
            })().catch((error) => done(String(error)));
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver browser;
    private final String window;

    private ClientTab(ChromeDriver browser) {
        this.browser = browser;
        this.window = browser.getWindowHandle();
    }

    /** The tab that a browser starts with. */
    public static ClientTab first(ChromeDriver browser, String page) {
        browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
        browser.get(page);
        return new ClientTab(browser);
    }

    public ClientTab another(String page) {
        browser.switchTo().window(window);
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get(page);
        return new ClientTab(browser);
    }

    /** Connects with a token. */
    public void connect(String token, Map<String, Object> options) {
        connect(List.of(token), options);
    }

    /** Connects with a function that gives these tokens, one at a time, and in the end always the last one. */
    public void connect(List<String> tokens, Map<String, Object> options) {
        show();
        assertThat(browser.executeAsyncScript(CONNECT, tokens, options)).isNull();
    }

    /** Connects, and waits until that is done. */
    public void join(String token) {
        connect(token, Map.of());
        await("return hermes.state", "open");
    }

    public Object run(String script) {
        show();
        return browser.executeScript(script);
    }

    /** @param expected what {@code script} returns in the end, as Selenium hands it over: numbers are {@code Long} */
    public void await(String script, Object expected) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(run(script))
                .isEqualTo(expected));
    }

    /** Makes this tab the visible one. */
    public void show() {
        browser.switchTo().window(window);
    }

    public void close() {
        show();
        browser.close();
    }
}
